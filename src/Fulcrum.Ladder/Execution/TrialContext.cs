using Fulcrum.Data.Columns;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>Everything that a trial is run with.</summary>
public sealed class TrialContext
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <summary>The trial.</summary>
    public required Trial Trial { get; init; }

    /// <summary>The task: name, labels, prompts.</summary>
    public required TaskDefinition Task { get; init; }

    /// <summary>The split that all rungs share.</summary>
    public required DataSplit Data { get; init; }

    /// <summary>The columns that the texts were made of, for <see cref="Artifacts.PredictorManifest.Columns"/>.</summary>
    public TextColumns? Columns { get; init; }

    /// <summary>What separates the labels of a row in one cell, for <see cref="Artifacts.PredictorManifest.LabelSeparator"/>.</summary>
    public string LabelSeparator { get; init; } = LabelRules.UsualSeparator;

    /// <summary>Where predictions go.</summary>
    public required IPredictionLog Predictions { get; init; }

    /// <summary>Where progress goes.</summary>
    public required IProgress<StageProgress> Progress { get; init; }

    /// <summary>The folder for what would be served.</summary>
    public required string ArtifactFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock
    {
        get;
        init => (field, _started) = (value, value.GetTimestamp());
    }
    = TimeProvider.System;

    /// <summary>When the run was created.</summary>
    public DateTimeOffset RunCreated
    {
        get => field == default ? Clock.GetUtcNow() : field;
        init;
    }

    /// <summary>When the trial's budget ends, or <see langword="null"/>.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How long the trial has run: since this was made.</summary>
    public TimeSpan Elapsed => Clock.GetElapsedTime(_started);

    /// <summary>Whether the budget is spent.</summary>
    public bool IsOverBudget => Deadline is { } end && Clock.GetUtcNow() >= end;

    /// <summary>When a share (0 to 1) of the time that is left now will have passed; <see langword="null"/> without a budget.</summary>
    public DateTimeOffset? EndOf(double share) => Deadline is { } end && Clock.GetUtcNow() is var now ? now + share * (end - now) : null;

    /// <summary>What the rung is given of it.</summary>
    public FitContext ForFit() => new()
    {
        Kind = Task.Kind,
        Labels = Data.Labels,
        Train = Data.Train,
        Dev = Data.Dev,
        Prompts = Task.Prompts,
        Settings = Trial.Settings,
        Model = Trial.Model is { } model ? new ModelReference(model, Trial.ModelOrigin) : null,
        EncoderOrigin = Trial.EncoderOrigin,
        IsPilot = Trial.Pilot is not null,
        Settled = Trial.Settled,
        Seed = Trial.Seed,
        Device = Trial.Device,
        Truncate = Trial.Truncate,
        Progress = Progress,
        ArtifactFolder = ArtifactFolder,
        Clock = Clock,
        RunCreated = RunCreated,
        Deadline = Deadline,
        // Of the perturbed copies as many as the time beside test allows, see PartPredictions.
        TextsToPredict = Data.Test.Count + Data.Shift.Count + Math.Min(Data.Perturbed.Count, Data.Test.Count / 3),
        AllTexts = Data.Train.Concat(Data.Dev).Concat(Data.Test).Concat(Data.Shift).Select(example => new TaskInput(example.Id, example.Text)),
    };
}
