import type { ThemeConfig } from "antd";

const SANS =
  '"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif';

/** Tokens of the console: contrast checked values, 6 px corners, 36 px controls, 14 px text. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: "#0b4fa8",
    colorLink: "#0b4fa8",
    colorInfo: "#0b4fa8",
    colorSuccess: "#135200",
    colorWarning: "#5f3b00",
    colorError: "#cf1322",
    // The dark text colours above would otherwise be mixed into muddy fills.
    colorSuccessBg: "#f2faee",
    colorSuccessBorder: "#8cc57b",
    colorWarningBg: "#fff6d6",
    colorWarningBorder: "#b58900",
    colorErrorBg: "#fff0ef",
    colorErrorBorder: "#cf1322",
    colorText: "#17202c",
    colorTextSecondary: "#3f4956",
    colorTextTertiary: "#565f6c",
    colorTextQuaternary: "#565f6c",
    colorTextDescription: "#565f6c",
    colorTextPlaceholder: "#565f6c",
    colorTextDisabled: "#565f6c",
    colorBorder: "#868d99",
    colorBorderSecondary: "#dfe4ea",
    colorBgLayout: "#f4f6f9",
    colorFillAlter: "#f8fafc",
    borderRadius: 6,
    borderRadiusSM: 4,
    borderRadiusLG: 8,
    controlHeight: 36,
    controlHeightSM: 30,
    controlHeightLG: 44,
    fontSize: 14,
    fontSizeSM: 12,
    fontSizeHeading3: 20,
    lineHeight: 1.6,
    fontFamily: SANS,
    // A sign of waiting that leaves by a transition stays for ever where there is none, as with reduced motion.
    motion: false,
    wireframe: false,
  },
  components: {
    Table: {
      headerBg: "#f8fafc",
      headerColor: "#3f4956",
      cellPaddingBlockSM: 7,
      rowSelectedBg: "#eff5fd",
      rowSelectedHoverBg: "#dce9f9", // the derived one leaves links too little contrast
    },
    Menu: { itemSelectedBg: "#dce9f9", itemSelectedColor: "#083c82", itemHeight: 38 },
    Layout: { siderBg: "#fff", headerBg: "#fff", headerHeight: 52 },
    Card: { paddingLG: 14 },
    Segmented: { trackBg: "#fff", itemColor: "#17202c", itemSelectedBg: "#0b4fa8", itemSelectedColor: "#fff" },
    Button: { primaryShadow: "none", fontWeight: 400 },
  },
};
