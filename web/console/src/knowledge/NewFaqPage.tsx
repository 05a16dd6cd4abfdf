import { createFaq } from "../api/knowledge";
import { t } from "../text";
import { type FaqFields, FaqForm, faqOf } from "./FaqForm";
import { NewEntryPage } from "./NewEntryPage";

/** Where a curator writes a new FAQ. */
export function NewFaqPage() {
  const create = (fields: FaqFields) => createFaq(faqOf(fields, null));
  return <NewEntryPage kind="faq" title={t("faq.new")} formTitle={t("faq.title")} EntryForm={FaqForm} create={create} />;
}
