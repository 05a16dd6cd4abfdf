import { useMutation } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";

import { goldenFromAnswer } from "../api/golden";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";

/** Make a golden question of this answer, in two clicks. */
export function KeepAnswer({ id }: { id: string }) {
  const say = useToast();
  const keep = useMutation({
    mutationFn: () => goldenFromAnswer(id),
    onSuccess: ({ is_active: isActive }) => say(t(isActive ? "golden.kept_answer" : "golden.proposed_answer")),
  });
  return (
    <>
      <Popconfirm
        title={t("golden.keep_question")}
        description={t("golden.keep_consequence")}
        okText={t("golden.keep_yes")}
        cancelText={t("action.cancel")}
        onConfirm={() => keep.mutate()}
      >
        <Button loading={keep.isPending}>{t("golden.keep_answer")}</Button>
      </Popconfirm>
      <ProblemAlert error={keep.error} />
    </>
  );
}
