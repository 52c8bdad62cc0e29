using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Two trials of which the one is more accurate on test rows and the other on perturbed copies of the same rows; no interval holds 0.</summary>
/// <param name="Trial">The one that is ahead on the rows as they are.</param>
/// <param name="Overtaken">The trial that overtakes it.</param>
/// <param name="Rows">Rows that both answered, unperturbed and perturbed.</param>
/// <param name="Unperturbed">Accuracy of <paramref name="Trial"/> minus that of the other, on the rows as they are.</param>
/// <param name="Perturbed">The same on their copies.</param>
public sealed record OrderChange(string Trial, string Overtaken, int Rows, Interval Unperturbed, Interval Perturbed);
