import { Link } from "react-router";

import type { PetitionDetail } from "../api/types";
import { deadline, shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import { pathOf } from "./queues";

type Parts = PetitionDetail["dossier"];

/** What accompanies a petition: tickets of departments, requests and rulings, material, consultations, revisits, links. */
export function Dossier({ petition }: { petition: PetitionDetail }) {
  const { tickets, requests, material, consultations, revisits } = petition.dossier;
  return (
    <>
      <Links petition={petition} />
      {tickets.length > 0 && <Tickets tickets={tickets} />}
      {requests.length > 0 && <Requests requests={requests} />}
      {material.length > 0 && <Material material={material} />}
      {consultations.length > 0 && <Consultations consultations={consultations} />}
      {revisits.length > 0 && <Revisits revisits={revisits} />}
    </>
  );
}

function Links({ petition: { master, members, cluster } }: { petition: PetitionDetail }) {
  if (master === null && members.length === 0 && cluster === null) return null;
  return (
    <section className="part" aria-label={t("dossier.links")}>
      <h3>{t("dossier.links")}</h3>
      {master !== null && (
        <p>
          {t("dossier.master")} <Link to={pathOf({ number: master })}>{master}</Link>
        </p>
      )}
      {members.length > 0 && (
        <p>
          {t("dossier.members")}{" "}
          {members.map((number) => (
            <Link key={number} to={pathOf({ number })}>
              {number}{" "}
            </Link>
          ))}
        </p>
      )}
      {cluster !== null && <p>{t("dossier.cluster", { title: cluster })}</p>}
    </section>
  );
}

function Tickets({ tickets }: { tickets: Parts["tickets"] }) {
  const { now } = useNow();
  return (
    <section className="part" aria-label={t("dossier.tickets")}>
      <h3>{t("dossier.tickets")}</h3>
      <ul className="rows">
        {tickets.map((ticket) => (
          <li key={`${ticket.department_code}.${ticket.dispatched_at}`}>
            <strong>{ticket.department}</strong> <Tag>{word("ticket", ticket.role)}</Tag>{" "}
            <span className="meta">
              {[
                t("dossier.dispatched", { stamp: shortStamp(ticket.dispatched_at, now) }),
                ticket.signed_at === null
                  ? t("dossier.sign_by", { deadline: deadline(ticket.sign_by) })
                  : t("dossier.signed", { stamp: shortStamp(ticket.signed_at, now) }),
                ticket.finished_at === null ? "" : t("dossier.finished", { stamp: shortStamp(ticket.finished_at, now) }),
                ticket.due_at === null || ticket.finished_at !== null ? "" : t("dossier.due", { deadline: deadline(ticket.due_at) }),
              ]
                .filter(Boolean)
                .join(t("list.dot"))}
            </span>
            {[ticket.note, ticket.result].filter(Boolean).map((text) => (
              <div key={text} className="asked-text">
                {text}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Requests({ requests }: { requests: Parts["requests"] }) {
  const { now } = useNow();
  const outcomeOf = ({ decided_at, is_granted }: Parts["requests"][number]) => {
    if (decided_at === null) return "waits";
    if (is_granted === null) return "lapsed";
    return is_granted ? "granted" : "denied";
  };
  return (
    <section className="part" aria-label={t("dossier.requests")}>
      <h3>{t("dossier.requests")}</h3>
      <ul className="rows">
        {requests.map((request) => (
          <li key={`${request.kind}.${request.asked_at}`}>
            <strong>{word("request", request.kind)}</strong> <Tag>{word("ruled", outcomeOf(request))}</Tag>{" "}
            <span className="meta">
              {[request.department, shortStamp(request.asked_at, now), request.days === null ? "" : t("request.days", { days: request.days })]
                .filter(Boolean)
                .join(t("list.dot"))}
            </span>
            <div className="asked-text">{[request.reason, request.ruling].filter(Boolean).join(t("dossier.arrow"))}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Material({ material }: { material: Parts["material"] }) {
  const { now } = useNow();
  return (
    <section className="part" aria-label={t("dossier.material")}>
      <h3>{t("dossier.material")}</h3>
      <ul className="rows">
        {material.map((asked) => (
          <li key={asked.asked_at}>
            <strong>{asked.items.join(t("list.separator"))}</strong>{" "}
            <span className="meta">
              {asked.supplied_at === null
                ? t("dossier.supply_by", { deadline: deadline(asked.supply_by) })
                : t("dossier.supplied", { stamp: shortStamp(asked.supplied_at, now) })}
            </span>
            {asked.supplied !== "" && <div className="asked-text">{asked.supplied}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Consultations({ consultations }: { consultations: Parts["consultations"] }) {
  const { now } = useNow();
  return (
    <section className="part" aria-label={t("dossier.consultations")}>
      <h3>{t("dossier.consultations")}</h3>
      <ul className="rows">
        {consultations.map((held) => (
          <li key={held.held_at}>
            <strong>{held.departments.join(t("list.separator"))}</strong>{" "}
            <span className="meta">
              {[shortStamp(held.held_at, now), t("dossier.lead", { department: held.lead_department ?? "" })].join(t("list.dot"))}
            </span>
            <div className="asked-text">{held.minutes}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Revisits({ revisits }: { revisits: Parts["revisits"] }) {
  const { now } = useNow();
  return (
    <section className="part" aria-label={t("dossier.revisits")}>
      <h3>{t("dossier.revisits")}</h3>
      <ul className="rows">
        {revisits.map((revisit) => (
          <li key={revisit.at}>
            <strong>{t(revisit.is_reached ? "reached.yes" : "reached.no")}</strong>{" "}
            <span className="meta">{shortStamp(revisit.at, now)}</span>
            {revisit.note !== "" && <div className="asked-text">{revisit.note}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
