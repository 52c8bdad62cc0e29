using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Trials;

/// <summary>One rung × model × settings × seed × budget, whole or a pilot: the content of <c>trial.json</c>.</summary>
public sealed record Trial
{
    /// <summary><c>rung-model-hash</c>; also the name of its folder.</summary>
    public required string Id { get; init; }

    /// <summary>The rung, as it was declared when the trial was planned.</summary>
    public required RungDescription Rung { get; init; }

    /// <summary>The model folder or <c>.gguf</c> file, absolute; <see langword="null"/> for rungs that need none.</summary>
    public string? Model { get; init; }

    /// <summary>Where <see cref="Model"/> was fetched from, e.g. <c>hf:org/name@commit</c>; <see langword="null"/> where it was given as a path.</summary>
    public string? ModelOrigin { get; init; }

    /// <summary>Where <see cref="Encoder"/> was fetched from, likewise.</summary>
    public string? EncoderOrigin { get; init; }

    /// <summary>Settings from the task file that differ from the rung's defaults, e.g. <c>{"learning_rates":[2e-4],"epochs":3}</c>.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>Seed of everything random in the trial.</summary>
    public required int Seed { get; init; }

    /// <summary>Seed of the split and of the order in which pilots take its rows: the same for all trials of a run.</summary>
    public int SplitSeed { get; init; }

    /// <summary>What a pilot is cut down to; <see langword="null"/>: the trial is whole, with all rows, all settings, dev, test and shift.</summary>
    public Pilot? Pilot { get; init; }

    /// <summary>Settings that another trial of its arm has chosen, the only ones to be tried; <see langword="null"/>: it chooses itself.</summary>
    public JsonObject? Settled { get; init; }

    /// <summary>The whole trial of the first seed of its arm; <see langword="null"/>: it is that itself.</summary>
    public string? ArmId { get; init; }

    /// <summary>Its arm, which is what is compared: rung × model × settings, named by the whole trial of the first seed.</summary>
    public string Arm => ArmId ?? Id;

    /// <summary>Bytes of the model's files, by which time is guessed before anything was run; <see langword="null"/>: there is no model, or it is not known.</summary>
    public long? ModelBytes { get; init; }

    /// <summary>
    /// Wall-clock seconds the trial may take: learning stops early and scoring stops at a random subset when they are spent.
    /// Planned first, and set to what is granted when the trial starts.
    /// </summary>
    public double? BudgetSeconds { get; init; }

    /// <summary>Which part of a text is kept that leaves no room for its prompt in the model; <see langword="null"/>: such a text is an error.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>Where models compute, e.g. <c>cpu</c> or <c>cuda:0</c>; never <c>auto</c>, so that a resumed run goes on where it began.</summary>
    public string Device { get; init; } = Artifact.Processor;

    /// <summary>The host of the provider that answers, to which texts are sent; <see langword="null"/> where everything is computed on this machine.</summary>
    public string? SendsTextsTo { get; init; }

    /// <summary>The encoder that a setting names, see <see cref="RungDescription.EncoderKey"/>; <see langword="null"/> where none is named.</summary>
    public ModelReference? Encoder => Rung.EncoderKey is { } key && (string?)Settings[key] is { } path ? new ModelReference(path, EncoderOrigin) : null;

    /// <summary>A short name of the model for tables, e.g. <c>SmolLM2-135M-Instruct</c>.</summary>
    public string? ModelName => Model is null ? null : new ModelReference(Model, ModelOrigin).Name;
}
