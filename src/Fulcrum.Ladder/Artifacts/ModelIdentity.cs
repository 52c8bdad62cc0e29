namespace Fulcrum.Ladder.Artifacts;

/// <summary>A model that an artifact needs beside its own files.</summary>
/// <param name="Name">Its short name, e.g. <c>SmolLM2-135M-Instruct</c>.</param>
/// <param name="Path">Where it was when the artifact was made, absolute.</param>
/// <param name="Sha256">What it is, see <see cref="ModelHash"/>.</param>
public sealed record ModelIdentity(string Name, string Path, string Sha256)
{
    /// <summary>Where it was fetched from, e.g. <c>hf:org/name@commit</c>; <see langword="null"/> where it was given as a path.</summary>
    public string? Origin { get; init; }

    /// <summary>Says which model a reference means now.</summary>
    /// <exception cref="Fulcrum.Data.InputException">A file of the model cannot be read.</exception>
    public static ModelIdentity Of(ModelReference model) => new(model.Name, model.Path, ModelHash.Compute(model.Path)) { Origin = model.Origin };
}
