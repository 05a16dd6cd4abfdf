import { createService } from "../api/knowledge";
import { t } from "../text";
import { NewEntryPage } from "./NewEntryPage";
import { type ServiceFields, ServiceForm, serviceOf } from "./ServiceForm";

/** Where a curator writes a new service guide. */
export function NewServicePage() {
  const create = (fields: ServiceFields) => createService(serviceOf(fields, null));
  return <NewEntryPage kind="service" title={t("service.new")} formTitle={t("service.form")} EntryForm={ServiceForm} create={create} />;
}
