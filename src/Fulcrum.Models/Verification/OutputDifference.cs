namespace Fulcrum.Models.Verification;

/// <summary>How far an output of a model is from the reference.</summary>
/// <param name="Output">Its name in the golden file.</param>
/// <param name="Difference">The largest absolute difference over all numbers that mean something; infinite where one of them is no number.</param>
public sealed record OutputDifference(string Output, double Difference);
