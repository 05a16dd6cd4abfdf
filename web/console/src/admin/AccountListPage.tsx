import { PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Input, Table } from "antd";
import { useState } from "react";

import { listAccounts, resetPassword, steerAccount } from "../api/admin";
import type { AccountOut, OneTimePasswordOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { AccountForm } from "./AccountForm";

/** Accounts of staff: who they are, what they may do, and what to do when somebody is locked out or gone. */
export function AccountListPage() {
  useTitle(t("nav.accounts"));
  const filters = useFilters();
  const client = useQueryClient();
  const [open, setOpen] = useState<AccountOut | "new" | null>(null);
  const [shown, setShown] = useState<OneTimePasswordOut | null>(null);
  const accounts = useQuery({ queryKey: ["accounts"], queryFn: listAccounts });
  const words = filters.get("q").toLowerCase();
  const rows = (accounts.data ?? []).filter(({ user_name, display_name, department }) =>
    [user_name, display_name, department ?? ""].some((text) => text.toLowerCase().includes(words)),
  );
  const done = async (password: OneTimePasswordOut | null) => {
    setOpen(null);
    if (password !== null) setShown(password);
    await client.invalidateQueries({ queryKey: ["accounts"] });
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.accounts")}</h1>
        <div className="page-actions">
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen("new")}>
            {t("account.add")}
          </Button>
        </div>
      </div>
      {shown !== null && (
        <Alert
          type="success"
          showIcon
          closable={{ onClose: () => setShown(null), "aria-label": t("action.close") }}
          title={t("account.password", { name: shown.account.user_name, password: shown.password })}
          description={t("account.password_hint")}
        />
      )}
      <div className="filters">
        <Input.Search
          key={filters.get("q")}
          className="filter-search"
          defaultValue={filters.get("q")}
          placeholder={t("account.search")}
          aria-label={t("account.search")}
          allowClear
          onSearch={(q) => filters.set({ q: q.trim() })}
        />
      </div>
      <ProblemAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
      <AccountTable rows={rows} isLoading={accounts.isPending} onOpen={setOpen} onPassword={(password) => void done(password)} />
      <Drawer title={t(open === "new" ? "account.add" : "account.change")} open={open !== null} size={460} destroyOnHidden onClose={() => setOpen(null)}>
        {open !== null && <AccountForm account={open === "new" ? null : open} onDone={(password) => void done(password)} />}
      </Drawer>
    </div>
  );
}

interface AccountTableProps {
  rows: AccountOut[];
  isLoading: boolean;
  onOpen: (account: AccountOut) => void;
  onPassword: (password: OneTimePasswordOut) => void;
}

function AccountTable({ rows, isLoading, onOpen, onPassword }: AccountTableProps) {
  return (
    <Table<AccountOut>
      className="sheet"
      size="small"
      rowKey="id"
      loading={isLoading}
      dataSource={rows}
      pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
      columns={[
        {
          title: t("account.name"),
          key: "name",
          render: (_, account) => (
            <>
              <strong>{account.display_name}</strong>
              <div className="meta">{account.user_name}</div>
            </>
          ),
        },
        { title: t("account.roles"), key: "roles", render: (_, account) => account.role_names.join(t("list.separator")) },
        { title: t("account.department"), key: "department", render: (_, account) => account.department ?? t("state.dash") },
        { title: t("petition.state"), key: "state", width: 170, render: (_, account) => <States account={account} /> },
        { title: t("account.steps"), key: "steps", width: 330, render: (_, account) => <Steps account={account} onOpen={onOpen} onPassword={onPassword} /> },
      ]}
    />
  );
}

function States({ account }: { account: AccountOut }) {
  const { now } = useNow();
  const isLocked = account.locked_until !== null && account.locked_until > now;
  return (
    <span className="ticket-tags">
      {account.disabled && <Tag tone="grey" icon="stop">{t("account.disabled")}</Tag>}
      {isLocked && <Tag tone="amber" icon="clock">{t("account.locked", { stamp: shortStamp(account.locked_until ?? now, now) })}</Tag>}
      {account.must_change_password && <Tag icon="edit">{t("account.first_password")}</Tag>}
      {!account.disabled && !isLocked && <Tag tone="green" icon="check">{t("account.open")}</Tag>}
    </span>
  );
}

function Steps({ account, onOpen, onPassword }: Omit<AccountTableProps, "rows" | "isLoading"> & { account: AccountOut }) {
  const client = useQueryClient();
  const say = useToast();
  const reset = useMutation({ mutationFn: () => resetPassword(account.id), onSuccess: onPassword });
  const steer = useMutation({
    mutationFn: (step: "disable" | "enable" | "end-sessions") => steerAccount(account.id, step),
    onSuccess: async () => {
      say(t("account.done", { name: account.display_name }));
      await client.invalidateQueries({ queryKey: ["accounts"] });
    },
  });
  const named = (label: string) => t("account.step_of", { step: label, name: account.display_name });
  const button = (label: string, act: () => void, isBusy = false) => (
    <Button size="small" aria-label={named(label)} loading={isBusy} onClick={act}>
      {label}
    </Button>
  );
  return (
    <span className="ticket-tags">
      {button(t("action.change"), () => onOpen(account))}
      {button(t("account.reset"), () => reset.mutate(), reset.isPending)}
      {account.disabled
        ? button(t("account.enable"), () => steer.mutate("enable"), steer.isPending)
        : button(t("account.disable"), () => steer.mutate("disable"), steer.isPending)}
      {button(t("account.end_sessions"), () => steer.mutate("end-sessions"), steer.isPending)}
      <ProblemAlert error={reset.error ?? steer.error} />
    </span>
  );
}
