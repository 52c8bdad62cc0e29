namespace Fulcrum.Data.Perturbations;

/// <summary>What an example is a changed copy of.</summary>
/// <param name="Perturbation">The change, see <see cref="IPerturbation.Name"/>.</param>
/// <param name="Of">The id of the example that was changed.</param>
public sealed record PerturbedCopy(string Perturbation, string Of);
