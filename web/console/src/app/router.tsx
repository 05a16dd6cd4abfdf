import { createBrowserRouter } from "react-router";

import { FirstDesk } from "../shell/FirstDesk";
import { RouteProblem } from "../shell/RouteProblem";
import { Shell } from "../shell/Shell";

/** Pages of the console; each is fetched when it is first opened. */
export const router = createBrowserRouter(
  [
    {
      errorElement: <RouteProblem />,
      hydrateFallbackElement: <></>,
      children: [
        { path: "/login", lazy: async () => ({ Component: (await import("../session/LoginPage")).LoginPage }) },
        {
          element: <Shell />,
          children: [
            { index: true, element: <FirstDesk /> },
            { path: "password", lazy: async () => ({ Component: (await import("../session/PasswordPage")).PasswordPage }) },
            { path: "knowledge", lazy: async () => ({ Component: (await import("../knowledge/EntryListPage")).EntryListPage }) },
            { path: "knowledge/faqs/new", lazy: async () => ({ Component: (await import("../knowledge/NewFaqPage")).NewFaqPage }) },
            { path: "knowledge/services/new", lazy: async () => ({ Component: (await import("../knowledge/NewServicePage")).NewServicePage }) },
            { path: "knowledge/:id", lazy: async () => ({ Component: (await import("../knowledge/NewestVersion")).NewestVersion }) },
            { path: "knowledge/:id/:version", lazy: async () => ({ Component: (await import("../knowledge/EntryPage")).EntryPage }) },
            { path: "knowledge/:id/:version/review", lazy: async () => ({ Component: (await import("../review/ReviewPage")).ReviewPage }) },
            { path: "try", lazy: async () => ({ Component: (await import("../trying/TryPage")).TryPage }) },
            { path: "conflicts", lazy: async () => ({ Component: (await import("../conflicts/ConflictsPage")).ConflictsPage }) },
            { path: "golden", lazy: async () => ({ Component: (await import("../golden/GoldenPage")).GoldenPage }) },
            { path: "imports", lazy: async () => ({ Component: (await import("../imports/ImportPage")).ImportPage }) },
            { path: "sources", lazy: async () => ({ Component: (await import("../sources/SourceListPage")).SourceListPage }) },
            { path: "sources/bulletin", lazy: async () => ({ Component: (await import("../sources/BulletinPage")).BulletinPage }) },
            { path: "relations", lazy: async () => ({ Component: (await import("../relations/RelationsPage")).RelationsPage }) },
            { path: "live", lazy: async () => ({ Component: (await import("../live/LivePage")).LivePage }) },
            { path: "gaps", lazy: async () => ({ Component: (await import("../gaps/GapListPage")).GapListPage }) },
            { path: "gaps/:id", lazy: async () => ({ Component: (await import("../gaps/GapPage")).GapPage }) },
            { path: "answers", lazy: async () => ({ Component: (await import("../answers/AnswerListPage")).AnswerListPage }) },
            { path: "answers/:id", lazy: async () => ({ Component: (await import("../answers/AnswerPage")).AnswerPage }) },
            { path: "petitions", lazy: async () => ({ Component: (await import("../petitions/PetitionListPage")).PetitionListPage }) },
            { path: "petitions/new", lazy: async () => ({ Component: (await import("../petitions/RegisterPage")).RegisterPage }) },
            { path: "orders", lazy: async () => ({ Component: (await import("../petitions/OrderListPage")).OrderListPage }) },
            { path: "petitions/:number", lazy: async () => ({ Component: (await import("../petitions/PetitionPage")).PetitionPage }) },
            { path: "issues", lazy: async () => ({ Component: (await import("../issues/IssueListPage")).IssueListPage }) },
            { path: "issues/:id", lazy: async () => ({ Component: (await import("../issues/IssuePage")).IssuePage }) },
            { path: "questionnaires", lazy: async () => ({ Component: (await import("../questionnaires/QuestionnaireListPage")).QuestionnaireListPage }) },
            { path: "questionnaires/:id", lazy: async () => ({ Component: (await import("../questionnaires/QuestionnairePage")).QuestionnairePage }) },
            { path: "appeals", lazy: async () => ({ Component: (await import("../appeals/AssessmentListPage")).AssessmentListPage }) },
            { path: "appeals/:id", lazy: async () => ({ Component: (await import("../appeals/AssessmentPage")).AssessmentPage }) },
            { path: "overview/service", lazy: async () => ({ Component: (await import("../homes/ServiceHome")).ServiceHome }) },
            { path: "overview/dispatch", lazy: async () => ({ Component: (await import("../homes/DispatchHome")).DispatchHome }) },
            { path: "overview/supervision", lazy: async () => ({ Component: (await import("../homes/SupervisionHome")).SupervisionHome }) },
            { path: "overview/analysis", lazy: async () => ({ Component: (await import("../homes/AnalysisHome")).AnalysisHome }) },
            { path: "reports", lazy: async () => ({ Component: (await import("../reports/ReportListPage")).ReportListPage }) },
            { path: "reports/:id", lazy: async () => ({ Component: (await import("../reports/ReportPage")).ReportPage }) },
            { path: "reports/:id/lists/:key", lazy: async () => ({ Component: (await import("../reports/NumberListPage")).NumberListPage }) },
            { path: "admin/accounts", lazy: async () => ({ Component: (await import("../admin/AccountListPage")).AccountListPage }) },
            { path: "admin/config/:kind", lazy: async () => ({ Component: (await import("../admin/ConfigPage")).ConfigPage }) },
            { path: "admin/templates", lazy: async () => ({ Component: (await import("../admin/TemplateListPage")).TemplateListPage }) },
            { path: "admin/sites", lazy: async () => ({ Component: (await import("../admin/SiteListPage")).SiteListPage }) },
            { path: "admin/keys", lazy: async () => ({ Component: (await import("../admin/KeyListPage")).KeyListPage }) },
            { path: "admin/audit", lazy: async () => ({ Component: (await import("../admin/AuditPage")).AuditPage }) },
            { path: "admin/system", lazy: async () => ({ Component: (await import("../admin/SystemPage")).SystemPage }) },
            { path: "*", element: <RouteProblem /> },
          ],
        },
      ],
    },
  ],
  { basename: "/console" },
);
