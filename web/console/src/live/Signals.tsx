import { Switch } from "antd";
import { useState } from "react";

import { askPermission, isOn, permission, ring, type Signal, switchSignal } from "../shell/signals";
import { t } from "../text";

/** How this browser tells that somebody waits; the choice stays in this browser. */
export function Signals() {
  const [sound, setSound] = useState(isOn("sound"));
  const [notification, setNotification] = useState(isOn("notification") && permission() === "granted");
  const [refused, setRefused] = useState(permission() === "denied");
  const choose = (signal: Signal, show: (on: boolean) => void) => (on: boolean) => {
    switchSignal(signal, on);
    show(on);
  };
  const chooseSound = (on: boolean) => {
    choose("sound", setSound)(on);
    if (on) ring(); // so that one knows it; and a browser that was clicked lets the page sound later
  };
  const chooseNotification = async (on: boolean) => {
    const given = !on || (await askPermission());
    setRefused(!given);
    choose("notification", setNotification)(on && given);
  };
  return (
    <div className="live-signals">
      <label>
        <Switch size="small" checked={sound} onChange={chooseSound} /> {t("live.sound")}
      </label>
      {permission() !== "missing" && (
        <label>
          <Switch size="small" checked={notification} onChange={(on) => void chooseNotification(on)} /> {t("live.notify")}
        </label>
      )}
      {refused && (
        <span className="meta" role="status">
          {t("live.notify_refused")}
        </span>
      )}
    </div>
  );
}
