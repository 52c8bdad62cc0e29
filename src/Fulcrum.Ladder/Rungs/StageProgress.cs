
namespace Fulcrum.Ladder.Rungs;

/// <summary>How far a trial is.</summary>
/// <param name="Stage">What is being done, e.g. <c>loading model</c>, <c>training lr 2e-4</c>, <c>scoring test</c>.</param>
/// <param name="Fraction">Of this stage, 0 to 1; <see langword="null"/> where unknown.</param>
/// <param name="Detail">A figure to show, e.g. <c>loss 0.231</c>.</param>
public sealed record StageProgress(string Stage, double? Fraction = null, string? Detail = null);
