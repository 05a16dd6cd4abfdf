/** Looks of the button and the window, inside the shadow root: nothing leaks to the host page or in from it. */
export const STYLE = `
:host{all:initial}
*{box-sizing:border-box}
button{position:fixed;right:28px;bottom:28px;z-index:2147483000;display:flex;align-items:center;gap:10px;min-height:60px;padding:8px 22px 8px 14px;border:0;border-radius:30px;background:#0b4fa8;color:#fff;box-shadow:0 12px 40px #17202c2e;font:700 17px/1.4 "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;cursor:pointer}
button:hover{filter:brightness(.8)}
button:focus-visible{outline:3px solid #ffd666;outline-offset:2px;box-shadow:0 0 0 8px #17202c}
svg{flex:none}
i{position:absolute;right:0;top:-4px;min-width:22px;height:22px;padding:0 5px;border:2px solid #fff;border-radius:11px;background:#cf1322;color:#fff;font:700 13px/18px sans-serif;text-align:center}
button[hidden],i[hidden]{display:none}
iframe{position:fixed;right:24px;bottom:24px;z-index:2147483000;width:400px;height:min(690px,calc(100% - 48px));border:1px solid #868d99;border-radius:16px;background:#fff;box-shadow:0 12px 40px #17202c2e}
iframe.wide{width:min(1080px,calc(100% - 48px))}
iframe[hidden]{display:none}
@media (max-width:639px){
button{right:14px;bottom:calc(14px + env(safe-area-inset-bottom))}
iframe,iframe.wide{right:0;bottom:0;width:100%;height:100%;border:0;border-radius:0}
}
@media (forced-colors:active){button,iframe{border:2px solid}}
@media print{button,iframe{display:none}}
`;
