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
export type StatusCode = EntryRow["status"];
export type KindCode = EntryRow["kind"];

export type PetitionRow = Schemas["PetitionRow"];
export type PetitionList = Schemas["PetitionList"];
export type DueDays = Schemas["DueDays"];
export type PetitionDetail = Schemas["PetitionDetail"];
export type EventOut = Schemas["EventOut"];
export type ReplyOut = Schemas["ReplyOut"];
export type AcceptIn = Schemas["AcceptIn"];
export type RefuseIn = Schemas["RefuseIn"];
export type DispatchIn = Schemas["DispatchIn"];
export type ReplyIn = Schemas["ReplyIn"];
export type PetitionFileOut = Schemas["PetitionFileOut"];
export type RegisterIn = Schemas["RegisterIn"];
export type ReceiptOut = Schemas["ReceiptOut"];
export type SuggestionsOut = Schemas["SuggestionsOut"];
export type LikePetitionOut = Schemas["LikePetitionOut"];
export type ReplyDraftOut = Schemas["ReplyDraftOut"];
export type ReplyCheckIn = Schemas["ReplyCheckIn"];
export type ReplyCheckOut = Schemas["ReplyCheckOut"];
export type ConversationOut = Schemas["ConversationOut"];
export type MessageOut = Schemas["MessageOut"];
export type OrderOut = Schemas["OrderOut"];
export type OrderListOut = Schemas["OrderListOut"];
export type AlertListOut = Schemas["AlertListOut"];
export type AlertOut = Schemas["AlertOut"];
export type EditionSummary = Schemas["EditionSummary"];
export type EditionList = Schemas["EditionList"];
export type EditionOut = Schemas["EditionOut"];
export type FigureOut = Schemas["FigureOut"];
export type ReportTableOut = Schemas["ReportTable"];
export type ReportSectionOut = Schemas["ReportSection"];
export type ReportIn = Schemas["ReportIn"];
export type ReportListOut = Schemas["ReportListOut"];
export type SeriesOut = Schemas["SeriesOut"];
export type AccountChangeIn = Schemas["AccountChangeIn"];
export type AccountIn = Schemas["AccountIn"];
export type AccountOut = Schemas["AccountOut"];
export type ApiKeyIn = Schemas["ApiKeyIn"];
export type ApiKeyOut = Schemas["ApiKeyOut"];
export type AuditCheckOut = Schemas["AuditCheckOut"];
export type AuditListOut = Schemas["AuditListOut"];
export type ConfigIn = Schemas["ConfigIn"];
export type ConfigOut = Schemas["ConfigOut"];
export type IndexHealthOut = Schemas["IndexHealthOut"];
export type NewApiKeyOut = Schemas["NewApiKeyOut"];
export type OneTimePasswordOut = Schemas["OneTimePasswordOut"];
export type RoleOut = Schemas["RoleOut"];
export type SystemOut = Schemas["SystemOut"];
export type TemplateOut = Schemas["TemplateOut"];
export type WidgetSiteChange = Schemas["WidgetSiteChange"];
export type WidgetSiteIn = Schemas["WidgetSiteIn"];
export type WidgetSiteOut = Schemas["WidgetSiteOut"];
export type OrderIn = Schemas["OrderIn"];
export type InboxOut = Schemas["InboxOut"];
export type NoticeOut = Schemas["NoticeOut"];
export type StateCode = PetitionRow["state"];
export type AlertCode = PetitionRow["alert"];

export type AnswerOut = Schemas["AnswerOut"];
export type AnswerRow = Schemas["AnswerRow"];
export type AnswerList = Schemas["AnswerList"];
export type ExplainedAnswer = Schemas["ExplainedAnswer"];
export type StepOut = Schemas["StepOut"];
export type RankedPassageOut = Schemas["RankedPassageOut"];
export type ReplayOut = Schemas["ReplayOut"];
export type ReplayedAnswer = Schemas["ReplayedAnswer"];

export type GoldenQuestionOut = Schemas["GoldenQuestionOut"];
export type GoldenQuestionList = Schemas["GoldenQuestionList"];
export type GoldenQuestionIn = Schemas["GoldenQuestionIn"];
export type GoldenChangeIn = Schemas["GoldenChangeIn"];
export type GoldenImportOut = Schemas["GoldenImportOut"];
export type GoldenCheckOut = Schemas["GoldenCheckOut"];
export type GoldenAnswerOut = Schemas["GoldenAnswerOut"];
export type GoldenResultOut = Schemas["GoldenResultOut"];
export type GoldenRunOut = Schemas["GoldenRunOut"];
export type GoldenEvent = Schemas["GoldenEvent"];
export type ServiceItemIn = Schemas["ServiceItemIn"];
export type NoticeIn = Schemas["NoticeIn"];
export type BulkIn = Schemas["BulkIn"];
export type BulkOut = Schemas["BulkOut"];
export type TryIn = Schemas["TryIn"];
export type TryOut = Schemas["TryOut"];
export type TriedAnswer = Schemas["TriedAnswer"];
export type DifferenceOut = Schemas["DifferenceOut"];
export type ConflictOut = Schemas["ConflictOut"];
export type ConflictList = Schemas["ConflictList"];
export type EndingList = Schemas["EndingList"];
export type DecideIn = Schemas["DecideIn"];
export type EndingStepCode = Schemas["EndingIn"]["step"];
export type DecisionCode = Schemas["DecideIn"]["decision"];
export type CommentOut = Schemas["CommentOut"];
export type CommentList = Schemas["CommentList"];
export type HistoryOut = Schemas["HistoryOut"];

export type Problem = Schemas["Problem"];

export type ImportRow = Schemas["ImportRow"];
export type ImportList = Schemas["ImportList"];
export type ImportOut = Schemas["ImportOut"];
export type ImportedFileOut = Schemas["ImportedFileOut"];
export type ImportStarted = Schemas["ImportStarted"];
export type FaqPreviewOut = Schemas["FaqPreviewOut"];
export type FaqSheetOut = Schemas["FaqSheetOut"];
export type FaqColumnOut = Schemas["FaqColumnOut"];
export type FaqImportOut = Schemas["FaqImportOut"];
export type ImportedFaqOut = Schemas["ImportedFaqOut"];
export type FaqFieldCode = NonNullable<FaqColumnOut["field"]>;

/** The JSON that goes into the form field `mapping`; the description of the API knows it as text only. */
export interface FaqMappingIn {
  sheets: { name: string; header_row: number | null; fields: (FaqFieldCode | null)[] }[];
}

export type SourceSite = Schemas["SourceSiteOut"];
export type SourceSiteList = Schemas["SourceSiteList"];
export type SourceSiteIn = Schemas["SourceSiteIn"];
export type SourceSiteChange = Schemas["SourceSiteChange"];
export type SourceTickIn = Schemas["SourceTickIn"];
export type SourceBulletin = Schemas["SourceBulletinOut"];
export type SourceImportOut = Schemas["SourceImportOut"];
export type SiteStateCode = SourceSite["state"];

export type ChangesOut = Schemas["ChangesOut"];
export type ClauseChangeOut = Schemas["ClauseChangeOut"];
export type RelationOut = Schemas["RelationOut"];
export type OpenRelationOut = Schemas["OpenRelationOut"];
export type RelationWorkList = Schemas["RelationWorkList"];

export type LiveDeskOut = Schemas["LiveDeskOut"];
export type HandOverOut = Schemas["HandOverOut"];
export type HandOverDetail = Schemas["HandOverDetail"];
export type SaidOut = Schemas["SaidOut"];
export type AgentSayIn = Schemas["AgentSayIn"];
export type ProposalIn = Schemas["ProposalIn"];
export type CitationOut = Schemas["CitationOut"];
export type PrefillOut = Schemas["PetitionPrefillOut"];

export type GapOut = Schemas["GapOut"];
export type GapList = Schemas["GapListOut"];
export type GapDetail = Schemas["GapDetail"];
export type GapState = GapOut["state"];

export type IssueOut = Schemas["IssueOut"];
export type IssueSummary = Schemas["IssueSummary"];
export type IssueList = Schemas["IssueListOut"];
export type IssueState = IssueSummary["state"];
export type IssueVoiceOut = Schemas["IssueVoiceOut"];
export type DirectReportOut = Schemas["DirectReportOut"];
export type DetectionOut = Schemas["DetectionOut"];

export type QuestionnaireOut = Schemas["QuestionnaireOut"];
export type QuestionnaireIn = Schemas["QuestionnaireIn"];
export type QuestionnaireResults = Schemas["QuestionnaireResultsOut"];
export type TemplateImportOut = Schemas["TemplateImportOut"];
export type AssessedOut = Schemas["AssessedOut"];
export type AppealList = Schemas["AppealListOut"];
export type AppealOut = Schemas["AppealOut"];
