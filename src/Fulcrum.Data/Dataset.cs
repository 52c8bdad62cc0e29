using Fulcrum.Data.Columns;

namespace Fulcrum.Data;

/// <summary>Labeled texts as read from one source.</summary>
public sealed record Dataset
{
    /// <summary>A short name, made from the source (file or folder name).</summary>
    public required string Name { get; init; }

    /// <summary>All examples in the order of the source, ids unique. Parts that the source itself gives are in <see cref="GivenParts"/>.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>The labels: those the task declares in its order, else the distinct ones of the data in ordinal order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Example id to part, where the source is already split (<c>train.jsonl</c> and <c>test.jsonl</c> side by side); empty otherwise.</summary>
    public IReadOnlyDictionary<string, DatasetPart> GivenParts { get; init; } = new Dictionary<string, DatasetPart>();

    /// <summary>The columns that the texts were made of; <see langword="null"/> where the format itself says what the text is.</summary>
    public TextColumns? Columns { get; init; }

    /// <summary>What separates the labels of a row in one cell, as named or found, of lists a separator that is part of no label; <see langword="null"/> in classification.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>What was guessed or cleaned while reading, one sentence each, to be printed (columns chosen, rows dropped, encoding).</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
