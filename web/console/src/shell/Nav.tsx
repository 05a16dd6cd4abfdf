import { AlertOutlined, AuditOutlined, CheckSquareOutlined, CommentOutlined, CustomerServiceOutlined, DatabaseOutlined, GlobalOutlined, ImportOutlined, PhoneOutlined, QuestionCircleOutlined, ShareAltOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";

import { listEndings } from "../api/conflicts";
import { listGaps } from "../api/gaps";
import { listEntries } from "../api/knowledge";
import { listOrders } from "../api/orders";
import { listPetitions } from "../api/petitions";
import { editsKnowledge, readsAnswers, reviewsKnowledge, seesGaps, seesKnowledge, seesPetitions, takesOver, withdrawsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { administrationOf } from "./administration";
import { homesOf } from "./homes";
import { oversightOf } from "./oversight";
import { t } from "../text";
import { Mark } from "../ui/Mark";
import { curatingDesks } from "./curating";
import { useHeartbeat, useLiveDesk } from "./useLiveDesk";
import { useWaiting } from "./useWaiting";

/** What still needs somebody: the number beside the desk. */
const OPEN = ["submitted", "accepted", "dispatched", "processing", "awaiting", "answered"];

interface Item {
  to: string;
  icon: ReactNode;
  label: string;
  count: number | undefined;
  current: boolean;
  /** How many wait to be noticed: shown on a narrow menu too. */
  waiting?: number;
}

function useCounts() {
  const me = useMe();
  const review = useQuery({
    queryKey: ["entry-count", "in_review"],
    queryFn: () => listEntries({ status: "in_review", limit: 1 }),
    enabled: seesKnowledge(me),
  });
  const endings = useQuery({
    queryKey: ["endings", "count"],
    queryFn: () => listEndings({ limit: 1 }),
    enabled: withdrawsKnowledge(me),
  });
  const petitions = useQuery({
    queryKey: ["petition-count", "all"],
    queryFn: () => listPetitions({ state: OPEN, limit: 1 }),
    enabled: seesPetitions(me),
  });
  const gaps = useQuery({
    queryKey: ["gap-count", "open"],
    queryFn: () => listGaps({ state: "open", limit: 1 }),
    enabled: seesGaps(me),
  });
  const revisit = useQuery({
    queryKey: ["petition-count", "answered"],
    queryFn: () => listPetitions({ state: "answered", limit: 1 }),
    enabled: seesPetitions(me),
  });
  const orders = useQuery({
    queryKey: ["orders", "open"],
    queryFn: () => listOrders({ state: "open", limit: 1 }),
    enabled: seesPetitions(me),
  });
  return {
    review: review.data === undefined ? undefined : review.data.total + (endings.data?.waiting ?? 0),
    petitions: petitions.data?.total,
    revisit: revisit.data?.total,
    orders: orders.data?.total,
    gaps: gaps.data?.total,
  };
}

/** The menu: only the desks this person may open, with how much lies there. */
export function Nav() {
  const me = useMe();
  const counts = useCounts();
  const live = useLiveDesk(me).data;
  useHeartbeat(live);
  const waiting = useWaiting(live);
  const { pathname, search } = useLocation();
  const queue = new URLSearchParams(search).get("queue");
  const onReview = pathname === "/knowledge" && new URLSearchParams(search).get("status") === "in_review";
  const knowledge: Item[] = [
    {
      to: "/knowledge",
      icon: <DatabaseOutlined />,
      label: t("nav.knowledge"),
      count: undefined,
      current: pathname.startsWith("/knowledge") && !onReview,
    },
  ];
  if (editsKnowledge(me) || reviewsKnowledge(me)) {
    knowledge.push({
      to: "/knowledge?status=in_review",
      icon: <CheckSquareOutlined />,
      label: t("nav.review"),
      count: counts.review,
      current: onReview,
    });
  }
  if (editsKnowledge(me)) {
    knowledge.push({
      to: "/imports",
      icon: <ImportOutlined />,
      label: t("nav.imports"),
      count: undefined,
      current: pathname.startsWith("/imports"),
    });
  }
  if (editsKnowledge(me)) {
    knowledge.push({
      to: "/relations",
      icon: <ShareAltOutlined />,
      label: t("nav.relations"),
      count: undefined,
      current: pathname.startsWith("/relations"),
    });
  }
  knowledge.push({
    to: "/sources",
    icon: <GlobalOutlined />,
    label: t("nav.sources"),
    count: undefined,
    current: pathname.startsWith("/sources"),
  });
  knowledge.push(...curatingDesks(me, pathname));
  const answers: Item[] = [
    {
      to: "/gaps",
      icon: <QuestionCircleOutlined />,
      label: t("nav.gaps"),
      count: counts.gaps,
      current: pathname.startsWith("/gaps"),
    },
  ];
  if (readsAnswers(me)) {
    answers.unshift({
      to: "/answers",
      icon: <CommentOutlined />,
      label: t("nav.answers"),
      count: undefined,
      current: pathname.startsWith("/answers"),
    });
  }
  if (takesOver(me)) {
    answers.unshift({
      to: "/live",
      icon: <CustomerServiceOutlined />,
      label: t("nav.live"),
      count: live?.mine.length || undefined,
      waiting,
      current: pathname.startsWith("/live"),
    });
  }
  const petitions: Item[] = [
    {
      to: "/petitions",
      icon: <AuditOutlined />,
      label: t("nav.petitions"),
      count: counts.petitions,
      current: pathname.startsWith("/petitions") && queue !== "revisit",
    },
    {
      to: "/petitions?queue=revisit",
      icon: <PhoneOutlined />,
      label: t("nav.revisit"),
      count: counts.revisit,
      current: pathname === "/petitions" && queue === "revisit",
    },
    {
      to: "/orders",
      icon: <AlertOutlined />,
      label: t("nav.orders"),
      count: counts.orders,
      current: pathname.startsWith("/orders"),
    },
  ];
  const itemOf = (page: Pick<Item, "to" | "icon" | "label">) => ({ ...page, count: undefined, current: pathname.startsWith(page.to) });
  const [homes, oversight] = [homesOf(me).map(itemOf), oversightOf(me).map(itemOf)];
  const administration = administrationOf(me).map(({ to, icon, label }) => ({
    to,
    icon,
    label,
    count: undefined,
    current: pathname.startsWith(to.replace(/\/departments$/, "")),
  }));
  return (
    <nav className="nav" aria-label={t("nav.label")}>
      <span role="status" className="visually-hidden">
        {waiting > 0 && t("live.notification", { count: waiting })}
      </span>
      <Link to="/" className="brand" aria-label={t("shell.name")}>
        <Mark />
        <span className="nav-word">{t("shell.name")}</span>
      </Link>
      {seesKnowledge(me) && <Group title={t("nav.group.knowledge")} items={knowledge} />}
      {seesGaps(me) && <Group title={t("nav.group.answers")} items={answers} />}
      {seesPetitions(me) && <Group title={t("nav.group.petitions")} items={petitions} />}
      {oversight.length > 0 && <Group title={t("nav.group.oversight")} items={oversight} />}
      {administration.length > 0 && <Group title={t("nav.group.admin")} items={administration} />}
      {homes.length > 0 && <Group title={t("nav.group.homes")} items={homes} />}
    </nav>
  );
}

function Group({ title, items }: { title: string; items: Item[] }) {
  return (
    <>
      <p className="nav-group nav-word">{title}</p>
      <ul>
        {items.map(({ to, icon, label, count, current, waiting = 0 }) => (
          <li key={to}>
            <Link
              to={to}
              className="nav-item"
              aria-current={current ? "page" : undefined}
              aria-label={waiting > 0 ? t("nav.waiting", { label, count: waiting }) : label}
              title={label}
            >
              {icon}
              <span className="nav-word">{label}</span>
              {waiting > 0 && <span className="nav-waiting">{waiting}</span>}
              {count !== undefined && <span className="nav-count nav-word">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
