import type { components } from "../../../shared/api";

type Schemas = components["schemas"];

export type MeOut = Schemas["MeOut"];
export type DepartmentOut = Schemas["DepartmentOut"];
export type CategoryOut = Schemas["CategoryOut"];

export type EntryRow = Schemas["EntryRow"];
export type EntryList = Schemas["EntryList"];
export type EntryDetail = Schemas["EntryDetail"];
export type DocumentOut = Schemas["DocumentOut"];
export type ClauseOut = Schemas["ClauseOut"];
export type EvidenceOut = Schemas["EvidenceOut"];
export type FindingOut = Schemas["FindingOut"];
export type FaqIn = Schemas["FaqIn"];
export type DescriptionPatch = Schemas["DescriptionPatch"];
export type UploadOut = Schemas["UploadOut"];
export type UploadedFileOut = Schemas["UploadedFileOut"];
export type StatusCode = EntryRow["status"];
export type KindCode = EntryRow["kind"];

export type PetitionRow = Schemas["PetitionRow"];
export type PetitionList = Schemas["PetitionList"];
export type PetitionDetail = Schemas["PetitionDetail"];
export type EventOut = Schemas["EventOut"];
export type ReplyOut = Schemas["ReplyOut"];
export type AcceptIn = Schemas["AcceptIn"];
export type RefuseIn = Schemas["RefuseIn"];
export type DispatchIn = Schemas["DispatchIn"];
export type ReplyIn = Schemas["ReplyIn"];
export type StateCode = PetitionRow["state"];
export type AlertCode = PetitionRow["alert"];

export type Problem = Schemas["Problem"];
