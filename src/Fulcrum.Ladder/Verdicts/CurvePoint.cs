using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What an arm reached with some rows of train; the points of an arm make its learning curve.</summary>
/// <param name="Rows">Rows of train.</param>
/// <param name="DevAccuracy">On dev, with its 95 % interval.</param>
/// <param name="DevRows">How many rows of dev.</param>
/// <param name="Seconds">Of the trial.</param>
public sealed record CurvePoint(int Rows, Interval DevAccuracy, int DevRows, double Seconds);
