import { t } from "../text";

const WIDTHS = ["92%", "78%", "85%", "60%", "72%", "40%"];

/** Grey lines where text will stand, and the words for those who do not see them. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t("state.loading")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="skeleton-line" style={{ width: WIDTHS[index % WIDTHS.length] }} />
      ))}
    </div>
  );
}
