/** Imported by each part that is loaded later: brings the texts that the first view does not need. */
import texts from "../../shared/locales/zh-CN.later.json";
import { addTexts } from "../../shared/text";

addTexts(texts);
