/** What an enterprise fills in to file a petition. It lives outside the form, so closing the panel loses nothing. */
import { signal } from "@preact/signals";
import { t } from "../../shared/text";
import type { Expectation, KnownEnterprise, PetitionIn, Prefill, Receipt } from "../../shared/types";
import { getJson, send, sendJson } from "./api";
import { conversationId } from "./state";
import { keep, randomId, recall } from "./storage";

export interface PetitionForm {
  title: string;
  content: string;
  category_code: string;
  nature: PetitionIn["nature"];
  enterprise_name: string;
  credit_code: string;
  contact_name: string;
  contact_phone: string;
  identity: PetitionIn["identity"];
  isAttached: boolean;
  consent: boolean;
}

export type FieldErrors = Record<string, string>;

export const NATURES = ["consultation", "help", "suggestion", "complaint", "report", "praise"] as const;
export const IDENTITIES = ["named", "confidential", "anonymous"] as const;

const MAX_TITLE = 50;
const MIN_CONTENT = 10;
const PHONE_DIGITS = 11;
const CREDIT_CODE_CHARS = 18;

const KEPT_AS = "petition";

/** What the server takes; it looks at the content, so this only helps to choose. */
export const ATTACHABLE = "image/*,.pdf,.doc,.docx,.xls,.xlsx,.mp3,.mp4";

/** Files that go with the petition; they live only on this page. */
export const files = signal<File[]>([]);

export const form = signal<PetitionForm>(keptForm());
export const prefilled = signal<Prefill | null>(null);
export const receipt = signal<Receipt | null>(null);

/** The name that was taken over from the enterprise's profile. */
export const knownName = signal("");

let submissionKey = randomId();

/** Change the form; what is typed is kept on this device until it is sent, the consent excepted. */
export function fill(part: Partial<PetitionForm>): void {
  form.value = { ...form.value, ...part };
  keep(KEPT_AS, JSON.stringify({ ...form.value, consent: false }));
}

/** Send the petition, with its files where there are some: then all of it is taken, or nothing. */
export async function sendPetition(): Promise<Receipt> {
  const body = petitionBody(form.value);
  if (files.value.length === 0) return sendJson<Receipt>("POST", "/api/petitions", body);
  const parts = new FormData();
  parts.append("petition", JSON.stringify(body));
  for (const file of files.value) parts.append("files", file);
  return (await send("/api/petitions/form", { method: "POST", body: parts })).json() as Promise<Receipt>;
}

/** Say when an answer would come if the petition were accepted today; nothing where that cannot be asked. */
export async function expectedText(): Promise<string> {
  const { nature } = form.value;
  const found = getJson<Expectation>(`/api/petitions/expectation?nature=${nature}&policy=${isPolicyQuery(form.value)}`);
  return found.then((expected) => expected.expected_text).catch(() => "");
}

/** Take over the enterprise's name from its profile, for whoever knows an earlier petition of it. */
export async function takeKnown(number: string, tail: string): Promise<void> {
  const asked = { credit_code: form.value.credit_code.trim(), number: number.trim(), phone_tail: tail.trim() };
  const known = await sendJson<KnownEnterprise>("POST", "/api/enterprises/prefill", asked);
  knownName.value = known.name;
  fill({ enterprise_name: known.name, credit_code: known.credit_code });
}

/** Forget what was typed and chosen. */
export function clearPetition(): void {
  files.value = [];
  form.value = emptyForm();
  prefilled.value = null;
  receipt.value = null;
  knownName.value = "";
  keep(KEPT_AS, "");
}

/** Take the receipt of what was sent: nothing of it need be kept but who files, for the next one. */
export function filed(given: Receipt): void {
  receipt.value = given;
  files.value = [];
  keep(KEPT_AS, "");
}

/** Begin with what the conversation knows. What was already typed for the same question stays. */
export function beginPetition(prefill: Prefill | null): void {
  if (receipt.value) {
    receipt.value = null;
    submissionKey = randomId();
    form.value = { ...emptyForm(), ...contactOf(form.value) };
    prefilled.value = null;
  }
  if (!prefill || prefill === prefilled.value) return;
  prefilled.value = prefill;
  fill({
    title: prefill.title || form.value.title,
    content: prefill.content || form.value.content,
    category_code: prefill.category_code ?? "",
    nature: NATURES.find((nature) => nature === prefill.nature) ?? "consultation",
  });
}

/** What is wrong with the form, by field, in the words shown under it. Empty when it may be sent. */
export function checkPetition(filled: PetitionForm): FieldErrors {
  const errors: FieldErrors = {};
  const title = filled.title.trim();
  if (!title) errors["title"] = t("petition.error.title");
  else if (title.length > MAX_TITLE) errors["title"] = t("petition.error.titleLong", { count: title.length });
  if (filled.content.trim().length < MIN_CONTENT) errors["content"] = t("petition.error.content");
  const code = filled.credit_code.trim();
  if (code && code.length !== CREDIT_CODE_CHARS) {
    errors["credit_code"] = t("petition.error.creditCode", { count: code.length });
  }
  if (filled.identity !== "anonymous") {
    if (!filled.contact_name.trim()) errors["contact_name"] = t("petition.error.contact");
    const phone = phoneError(filled.contact_phone);
    if (phone) errors["contact_phone"] = phone;
  }
  if (!filled.consent) errors["consent"] = t("petition.error.consent");
  return errors;
}

/** What is wrong with a mobile number, or null. */
export function phoneError(written: string): string | null {
  const digits = written.replace(/[\s-]/g, "").replace(/^\+?86(?=1\d{10}$)/, "");
  if (!digits) return t("petition.error.phone");
  if (!/^1\d*$/.test(digits)) return t("petition.error.phoneForm");
  if (digits.length < PHONE_DIGITS) return t("petition.error.phoneShort", { count: PHONE_DIGITS - digits.length });
  if (digits.length > PHONE_DIGITS) return t("petition.error.phoneLong", { count: digits.length - PHONE_DIGITS });
  return null;
}

/** The form as the server takes it; the same key twice files one petition. */
export function petitionBody(filled: PetitionForm): PetitionIn {
  const isAnonymous = filled.identity === "anonymous";
  return {
    title: filled.title.trim(),
    content: filled.content.trim(),
    contact_name: isAnonymous ? "" : filled.contact_name.trim(),
    contact_phone: isAnonymous ? "" : filled.contact_phone.replace(/[\s-]/g, ""),
    enterprise_name: filled.enterprise_name.trim(),
    credit_code: filled.credit_code.trim(),
    identity: filled.identity,
    nature: filled.nature,
    category_code: filled.category_code || null,
    demand: "",
    is_policy_query: isPolicyQuery(filled),
    conversation_id: filled.isAttached ? conversationId.value : null,
    consent: filled.consent,
    submission_key: submissionKey,
  };
}

/** What the assistant could not answer is a question about policy, which has the shortest time limit. */
function isPolicyQuery(filled: PetitionForm): boolean {
  return filled.nature === "consultation" && filled.isAttached && conversationId.value !== null;
}

function keptForm(): PetitionForm {
  try {
    const kept = JSON.parse(recall(KEPT_AS) ?? "{}") as Partial<PetitionForm>;
    return { ...emptyForm(), ...kept };
  } catch {
    return emptyForm();
  }
}

function contactOf(filled: PetitionForm): Partial<PetitionForm> {
  const { enterprise_name, credit_code, contact_name, contact_phone } = filled;
  return { enterprise_name, credit_code, contact_name, contact_phone };
}

function emptyForm(): PetitionForm {
  return {
    title: "",
    content: "",
    category_code: "",
    nature: "consultation",
    enterprise_name: "",
    credit_code: "",
    contact_name: "",
    contact_phone: "",
    identity: "named",
    isAttached: true,
    consent: false,
  };
}
