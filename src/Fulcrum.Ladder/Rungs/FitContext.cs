using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Rungs;

/// <summary>Everything that a rung is given to be fitted: train and dev, never test.</summary>
public sealed class FitContext
{
    private readonly Lazy<LabelIndex> _labels;

    /// <summary>A context; see its properties.</summary>
    public FitContext() => _labels = new(() => new LabelIndex(Labels!));

    /// <summary>What an answer is.</summary>
    public TaskKind Kind { get; init; } = TaskKind.Classification;

    /// <summary>The labels of the task; positions among them stand for them everywhere.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What to learn from.</summary>
    public required IReadOnlyList<Example> Train { get; init; }

    /// <summary>What to choose settings on; may be empty.</summary>
    public required IReadOnlyList<Example> Dev { get; init; }

    /// <summary>The task's prompts, at least one.</summary>
    public required IReadOnlyList<PromptDefinition> Prompts { get; init; }

    /// <summary>Settings of the rung that differ from its defaults, as the task gives them; see <see cref="ReadSettings"/>.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>The model to work on; <see langword="null"/> for rungs that need none.</summary>
    public ModelReference? Model { get; init; }

    /// <summary>Where the model of an <see cref="EncoderSetting"/> was fetched from; <see langword="null"/> where it was given as a path.</summary>
    public string? EncoderOrigin { get; init; }

    /// <summary>Whether this is a pilot: of the settings that would be searched only the likeliest is tried, the middle one or the first.</summary>
    public bool IsPilot { get; init; }

    /// <summary>Settings that a trial of another seed has chosen (its <see cref="FitReport.Chosen"/>), which are used and not searched again.</summary>
    public JsonObject? Settled { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required int Seed { get; init; }

    /// <summary>Where models compute, e.g. <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = Artifact.Processor;

    /// <summary>Which part of a text is kept that leaves no room for its prompt in the model; <see langword="null"/>: such a text is an error.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>Where progress goes.</summary>
    public required IProgress<StageProgress> Progress { get; init; }

    /// <summary>The folder for what would be served (adapter, weights, vocabulary); it exists.</summary>
    public required string ArtifactFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>When the run was created: the date that prompts tell, so that a resumed run reads what the first one read.</summary>
    public required DateTimeOffset RunCreated { get; init; }

    /// <summary>When fitting and predicting must both be done, or <see langword="null"/>.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How many texts are to be answered before the deadline, once the rung is fitted.</summary>
    public int TextsToPredict { get; init; }

    /// <summary>Every text of the data, for <see cref="RequireReadable"/> alone.</summary>
    internal IEnumerable<TaskInput> AllTexts { get; init; } = [];

    /// <summary>When a share (0 to 1) of the time that is left now will have passed; <see langword="null"/> without a budget.</summary>
    public DateTimeOffset? EndOf(double share)
    {
        if (Deadline is not { } end) return null;
        var now = Clock.GetUtcNow();
        return now + share * (end - now);
    }

    /// <summary>
    /// Refuses texts that the rung cannot read before anything is learned from any. Texts of test and shift are looked at too, so
    /// that hours of training are not lost to one of them; nothing else is to be made of them.
    /// </summary>
    /// <param name="check">What is wrong with a text, or <see langword="null"/>.</param>
    /// <exception cref="UnreadableTextsException">Names every such text by its id.</exception>
    public void RequireReadable(Func<string, InputError?> check) => Require([.. AllTexts], check);

    /// <summary>Refuses inputs that cannot be read.</summary>
    /// <inheritdoc cref="RequireReadable"/>
    public static void Require(IReadOnlyList<TaskInput> inputs, Func<string, InputError?> check)
    {
        (int, InputError)[] faults =
        [
            .. from input in inputs.Index()
               let error = check(input.Item.Text)
               where error is not null
               select (input.Index, error),
        ];
        if (faults.Length > 0) throw new UnreadableTextsException(inputs, faults);
    }

    /// <summary>The settings of the rung.</summary>
    /// <typeparam name="T">What <see cref="RungDescription.Settings"/> says.</typeparam>
    /// <param name="rung">The rung.</param>
    /// <exception cref="InputException">A key is unknown or a value is not usable; all unusable values are named.</exception>
    public T ReadSettings<T>(RungDescription rung)
        where T : RungSettings => (T)SettingsReader.Read(rung, Settings, Kind);

    /// <summary>The positions of an example's labels, ascending.</summary>
    public IReadOnlyList<int> TruthOf(Example example) => _labels.Value.Of(example.Labels);

    /// <summary>The position of an example's only label, where exactly one is right.</summary>
    public int ClassOf(Example example) => _labels.Value[example.Labels.Only];

    /// <summary>How right an answer is, 0 to 1; probabilities are decided on without thresholds, which are chosen when the rung is fitted.</summary>
    public double Score(Answer answer, Example example) =>
        Kind.Score(answer.Probabilities.Count > 0 ? Kind.Decide(answer.Probabilities, DecisionRule.None) : answer.Labels, TruthOf(example));

    /// <summary>A rung's record of how it answers, for <see cref="FitReport.Predictor"/>.</summary>
    public static JsonObject Record<T>(T settings) => JsonSerializer.SerializeToNode(settings, LadderJson.File)!.AsObject();
}
