import type { ControlEffectiveness, RiskControlKind } from '@courtesy/graph-types/policy';
import type { PolicyLink } from '../risk/policy-link.ts';

/** Something that makes a risk less likely, or less grave. */
export interface RiskControl {
  readonly id: string;
  readonly riskId: string;
  readonly title: string;
  readonly description: string | null;
  readonly kind: RiskControlKind;
  readonly ownerId: string;
  readonly policies: readonly PolicyLink[];
  /** By its last assessment; null before the first. */
  readonly effectiveness: ControlEffectiveness | null;
  readonly assessedAt: Date | null;
  readonly retiredAt: Date | null;
  readonly retirementReason: string | null;
  readonly version: number;
}

/** How well a control worked at some time. Never changed, never deleted. */
export interface ControlAssessment {
  readonly id: string;
  readonly controlId: string;
  /** The version of the control that it made. */
  readonly number: number;
  readonly effectiveness: ControlEffectiveness;
  readonly note: string | null;
  readonly assessorId: string | null;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
  readonly assessedAt: Date;
}

/** A risk has another control. */
export interface RiskControlAdded {
  readonly type: 'RiskControlAdded';
  readonly control: RiskControl;
}

/** A control was assessed. */
export interface RiskControlAssessed {
  readonly type: 'RiskControlAssessed';
  readonly control: RiskControl;
}

/** A control works no more. */
export interface RiskControlRetired {
  readonly type: 'RiskControlRetired';
  readonly control: RiskControl;
}

/** The control was retired before. */
export interface RiskControlIsRetired {
  readonly type: 'RiskControlIsRetired';
  readonly control: RiskControl;
}

const retired = (control: RiskControl): RiskControlIsRetired | null =>
  control.retiredAt ? { type: 'RiskControlIsRetired', control } : null;

/** Says how well a control works. */
export const assessControl = (
  control: RiskControl,
  effectiveness: ControlEffectiveness,
  now: Date,
): RiskControlAssessed | RiskControlIsRetired =>
  retired(control) ?? {
    type: 'RiskControlAssessed',
    control: { ...control, effectiveness, assessedAt: now, version: control.version + 1 },
  };

/** Retires a control. */
export const retireControl = (
  control: RiskControl,
  reason: string,
  now: Date,
): RiskControlRetired | RiskControlIsRetired =>
  retired(control) ?? {
    type: 'RiskControlRetired',
    control: { ...control, retiredAt: now, retirementReason: reason.trim(), version: control.version + 1 },
  };
