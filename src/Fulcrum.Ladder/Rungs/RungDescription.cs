using System.Text.Json.Serialization;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Rungs;

/// <summary>What a rung is, declared once by the rung itself and stored with each of its trials.</summary>
public sealed record RungDescription
{
    /// <summary>The name used by <c>--rungs</c> and in task files, e.g. <c>few-shot</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its class on the ladder.</summary>
    public required RungClass Class { get; init; }

    /// <summary>One line for help and report.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is called in a sentence, e.g. <c>LoRA</c>; its name unless set.</summary>
    public string SpokenName
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Its place on the ladder, 0 the lowest; see <see cref="RungCatalog"/>.</summary>
    public int Rank { get; init; }

    /// <summary>The kinds of task that it can solve.</summary>
    public IReadOnlyList<TaskKind> TaskKinds { get; init; } = [TaskKind.Classification];

    /// <summary>Whether it works on a model given by <c>--model</c>.</summary>
    public bool NeedsModel { get; init; }

    /// <summary>Whether that model may also be an encoder, which cannot be prompted but can be tuned.</summary>
    public bool TakesEncoder { get; init; }

    /// <summary>Whether it learns from the training part, which must not be empty then.</summary>
    public bool Learns { get; init; } = true;

    /// <summary>Whether it answers without reading the text, as a bar for all others.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Whether it takes seconds on all rows: it is never cut down to a pilot, and comes before what takes longer.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Whether another seed makes another result of the same rows: it is repeated where that can decide.</summary>
    public bool IsRandom { get; init; }

    /// <summary>The key of the setting that names an encoder, see <see cref="EncoderSetting"/>; <see langword="null"/> where there is none.</summary>
    public string? EncoderKey
    {
        get => field ?? SettingProperties.EncoderKey(Settings);
        init;
    }

    /// <summary>What it works with where that setting is not set, e.g. <c>TF-IDF</c>.</summary>
    public string? WithoutEncoder { get; init; }

    /// <summary>The record of its settings, an <see cref="RungSettings"/> whose new instance holds the defaults.</summary>
    [JsonIgnore]
    public Type Settings { get; init; } = typeof(NoSettings);
}
