/** Names for the shapes of the HTTP contract, so that pages do not spell out generated paths. */
import type { components } from "./api";

type Schemas = components["schemas"];

export type Answer = Schemas["AnswerOut"];
export type Citation = Schemas["CitationOut"];
export type RelatedEntry = Schemas["RelatedOut"];
export type NextAction = Schemas["NextActionOut"];
export type Prefill = Schemas["PetitionPrefillOut"];
export type ChatRequest = Schemas["ChatRequest"];
export type ChatEvent =
  | Schemas["StepEvent"]
  | Schemas["TokenEvent"]
  | Schemas["AnswerEvent"]
  | Schemas["ErrorEvent"];
export type Conversation = Schemas["ConversationOut"];
export type Talk = Schemas["TalkOut"];
export type Said = Schemas["SaidOut"];
export type Feedback = Schemas["FeedbackIn"];
export type FeedbackReason = Feedback["reasons"][number];
export type Site = Schemas["SiteOut"];
export type HotQuestion = Schemas["HotQuestionOut"];
export type PolicyDocument = Schemas["DocumentOut"];
export type Clause = Schemas["ClauseOut"];
export type PetitionIn = Schemas["PetitionIn"];
export type Expectation = Schemas["ExpectationOut"];
export type KnownEnterprise = Schemas["PrefillOut"];
export type Receipt = Schemas["ReceiptOut"];
export type Progress = Schemas["ProgressOut"];
export type Stage = Schemas["StageOut"];
export type TimelineStep = Schemas["TimelineStepOut"];
export type Reply = Schemas["ReplyOut"];
export type Material = Schemas["MaterialOut"];
export type Notice = Schemas["NoticeOut"];
export type Category = Schemas["CategoryOut"];
export type Suggestion = Schemas["SuggestionOut"];
export type NoticeRead = Schemas["FileReadOut"];
export type ServiceWindow = Schemas["WindowOut"];
export type AnswerRequest = Schemas["AnswerRequestOut"];
export type Problem = Schemas["Problem"];
