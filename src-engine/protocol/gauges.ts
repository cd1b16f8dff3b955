// What single steps tell of a model's health while it trains: how large its gradient is, how far a step moves its
// weights, and how many of its gates stand open or shut.

/** A step that was looked at. */
export interface GaugePoint {
  readonly step: number;
  /** Euclidean norm of the whole gradient, before and after clipping. */
  readonly gradientNorm: number;
  readonly clippedNorm: number;
  /** ‖Δw‖ ÷ ‖w‖ of the update, over a sample of the weights. */
  readonly updateRatio: number;
  /**
   * (layers, gates, 2): of each gate the shares of its values below 0.1 and above 0.9. Empty where the cell has no
   * gate.
   */
  readonly saturation: readonly number[];
}

/** All of a run, by step. */
export interface Gauges {
  /** Names of the gates that open and close, in their order; none of a vanilla cell. */
  readonly gates: readonly string[];
  readonly layers: number;
  readonly points: readonly GaugePoint[];
}
