namespace Fulcrum.Tuning.Training;

/// <summary>What a training did.</summary>
/// <param name="Steps">Optimizer steps that were taken.</param>
/// <param name="PlannedSteps">Those of all epochs.</param>
/// <param name="Tokens">Tokens learned from: those of all sequences seen, repetitions counted, padding not.</param>
/// <param name="Loss">Mean loss of the last epoch, nats per target.</param>
/// <param name="DeadlineReached">Whether it was stopped by the clock.</param>
/// <param name="Diverged">Whether it was stopped because loss or gradients became NaN or infinite; nor are the parameters then.</param>
public sealed record TrainingSummary(int Steps, int PlannedSteps, long Tokens, double Loss, bool DeadlineReached, bool Diverged);
