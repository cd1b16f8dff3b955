// The shape of the app's settings: of what the page may change, and of what is found in the file.

import * as v from 'valibot';
import { defaultAppSettings, maxThreads } from '../src-engine/protocol/app-settings.ts';
import {
  backgroundWishes,
  languageChoices,
  numberStyles,
  powerUses,
  textSizes,
  themes,
} from '../src-engine/protocol/choices.ts';
import { samplingLimits } from '../src-engine/protocol/sampling-limits.ts';
import type { AppSettings } from '../src-engine/protocol/index.ts';

const schemas = {
  theme: v.picklist(themes),
  textSize: v.picklist(textSizes),
  language: v.picklist(languageChoices),
  numbers: v.picklist(numberStyles),
  textLength: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(samplingLimits.length[1]))),
  threads: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxThreads))),
  onBattery: v.picklist(powerUses),
  inBackground: v.picklist(backgroundWishes),
  notifications: v.boolean(),
} satisfies { [Name in keyof AppSettings]: v.GenericSchema<unknown, AppSettings[Name]> };

/** Some of them. */
export const settingsChange = v.strictObject({
  theme: v.exactOptional(schemas.theme),
  textSize: v.exactOptional(schemas.textSize),
  language: v.exactOptional(schemas.language),
  numbers: v.exactOptional(schemas.numbers),
  textLength: v.exactOptional(schemas.textLength),
  threads: v.exactOptional(schemas.threads),
  onBattery: v.exactOptional(schemas.onBattery),
  inBackground: v.exactOptional(schemas.inBackground),
  notifications: v.exactOptional(schemas.notifications),
} satisfies Record<keyof AppSettings, unknown>);

const fallbacks = {
  theme: v.fallback(schemas.theme, defaultAppSettings.theme),
  textSize: v.fallback(schemas.textSize, defaultAppSettings.textSize),
  language: v.fallback(schemas.language, defaultAppSettings.language),
  numbers: v.fallback(schemas.numbers, defaultAppSettings.numbers),
  textLength: v.fallback(schemas.textLength, defaultAppSettings.textLength),
  threads: v.fallback(schemas.threads, defaultAppSettings.threads),
  onBattery: v.fallback(schemas.onBattery, defaultAppSettings.onBattery),
  inBackground: v.fallback(schemas.inBackground, defaultAppSettings.inBackground),
  notifications: v.fallback(schemas.notifications, defaultAppSettings.notifications),
} satisfies Record<keyof AppSettings, unknown>;

/** As they are kept: each by itself, so that one that is missing or damaged takes no other along. */
export const keptSettings = v.object(fallbacks);
