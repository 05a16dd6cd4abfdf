/** People instead of the page: telephone numbers, addresses, hours, and whether anybody is there now. */
import { t } from "../../../shared/text";
import type { ServiceWindow } from "../../../shared/types";
import { Icon } from "../icons";
import { hotline, site } from "../state";

export function WindowList() {
  const { working_hours: hours = "", is_open_now: isOpen = true, windows = [] } = site.value ?? {};
  return (
    <div class="prose windows">
      <p class="notice">
        <Icon name="clock" />
        {t(isOpen ? "windows.open" : "windows.closed", { hours })}
      </p>
      <p>{t("windows.emergency")}</p>
      <Window window={{ name: t("windows.hotline"), phone: hotline.value, address: null, hours: null }} />
      {windows.map((each) => (
        <Window key={each.name} window={each} />
      ))}
    </div>
  );
}

function Window({ window: { name, phone, address, hours } }: { window: ServiceWindow }) {
  return (
    <section class="window">
      <h3>{name}</h3>
      {address && <p>{address}</p>}
      {hours && <p>{hours}</p>}
      {phone && (
        <a class="button outline" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
          <Icon name="phone" />
          {t("windows.call", { phone })}
        </a>
      )}
    </section>
  );
}

/** Outside working hours: when what is filed now is taken up. */
export function ClosedNotice() {
  if (site.value?.is_open_now !== false) return null;
  return (
    <p class="notice closed-notice">
      <Icon name="clock" />
      {t("closed.notice", { hours: site.value.working_hours })}
    </p>
  );
}
