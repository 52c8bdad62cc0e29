using System.Text.Json.Serialization;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Perturbations;

namespace Fulcrum.Data;

/// <summary>One labeled text of a data set.</summary>
/// <param name="Id">Unique within the data set: the <c>id</c> column where there is one, else made from file and row.</param>
/// <param name="Text">The cleaned text that every rung sees (for mail: subject, an empty line, body).</param>
/// <param name="Labels">The label as written in the data, or the labels of a multi-label row.</param>
public sealed record Example(string Id, string Text, [property: JsonPropertyName("label")] LabelSet Labels)
{
    /// <summary>What must stay on one side of a split (a template family, a thread, a sender), or <see langword="null"/>.</summary>
    public string? Group { get; init; }

    /// <summary>What stood beside the text (mail headers, other columns): never shown to a rung, searched for label words by the leakage report.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = NoMetadata;

    /// <summary>What this is a perturbed copy of; <see langword="null"/> of what the data holds.</summary>
    public PerturbedCopy? Copy { get; init; }

    private static readonly Dictionary<string, string> NoMetadata = [];
}
