namespace Fulcrum.Ladder.Trials;

/// <summary>
/// A trial cut down to see early whether its arm is worth more: it learns from the first rows of one order of train, tries one
/// setting, and answers the first rows of one order of dev; never test.
/// </summary>
/// <param name="TrainRows">Rows of train.</param>
/// <param name="DevRows">Rows of dev.</param>
public sealed record Pilot(int TrainRows, int DevRows);
