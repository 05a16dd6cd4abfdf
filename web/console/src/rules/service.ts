/** What a service guide says, as the form holds it or as the server stores it. */
export type ServiceAnswers = Partial<Record<string, unknown>>;

/** What a service guide must say before it can be reviewed (DOMAIN §2.1), in the order of the form. */
const REQUIRED = [
  "title",
  "item_code",
  "item_type",
  "implementing_body",
  "legal_basis",
  "eligibility",
  "required_materials",
  "statutory_limit",
  "committed_limit",
  "fee",
  "consult_phone",
  "complaint_phone",
] as const;

function isSaid(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return "days" in value && typeof value.days === "number";
  return value !== null && value !== undefined;
}

/** The fields that a service guide still lacks; a window or an address, one of the two, says where to apply. */
export function missingOfService(answers: ServiceAnswers): string[] {
  const missing: string[] = REQUIRED.filter((name) => !isSaid(answers[name]));
  return isSaid(answers.windows) || isSaid(answers.online_url) ? missing : [...missing, "windows_or_url"];
}
