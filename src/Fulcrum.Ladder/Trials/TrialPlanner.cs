using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Ladder.Trials;

/// <summary>Turns what was asked for into trials.</summary>
public static class TrialPlanner
{
    /// <summary>Plans one whole trial, which stands for an arm, per rung, and per model for the rungs that need one.</summary>
    /// <param name="catalog">The rungs that there are.</param>
    /// <param name="task">The task, for its settings per rung.</param>
    /// <param name="rungs">Names of rungs; empty: all.</param>
    /// <param name="models">
    /// The models, each once. An encoder is for the rungs that can tune one, and for settings that name one.
    /// </param>
    /// <param name="byDefault">Models that nobody asked for: they are used where a rung can, and nothing is said of those that none can.</param>
    /// <param name="seed">Seed of every trial.</param>
    /// <param name="truncate">Which part of a text is kept that is too long for a model; <see langword="null"/>: it is an error.</param>
    /// <param name="device">Where the models of every trial compute.</param>
    /// <param name="splitSeed">Seed of the split and of the order in which pilots take its rows.</param>
    /// <exception cref="InputException">Unknown rungs, missing models, two models of one name, or nothing left to run.</exception>
    public static TrialPlan Create(
        RungCatalog catalog,
        TaskDefinition task,
        IReadOnlyList<string> rungs,
        IReadOnlyList<ModelReference> models,
        int seed,
        TruncationSide? truncate = null,
        IReadOnlyList<ModelReference>? byDefault = null,
        string device = Artifact.Processor,
        int splitSeed = 0)
    {
        var asked = models.Select(Absolute).Distinct().ToArray();
        ModelReference[] distinct = [.. asked, .. (byDefault ?? []).Where(model => asked.All(other => other.Path != model.Path))];
        Check(catalog, rungs, distinct);
        var encoders = distinct.Where(model => EncoderFolder.Is(model.Path)).ToArray();
        var languageModels = distinct.Except(encoders).ToArray();
        RungDescription[] able = [.. catalog.All.Where(r => r.TaskKinds.Contains(task.Kind))];
        RequireAble(able, task, rungs);
        var chosen = able.Where(r => rungs.Count == 0 || rungs.Contains(r.Name)).ToArray();
        var unable = rungs.Count == 0 ? catalog.All.Select(r => r.Name).Except(able.Select(r => r.Name)).ToArray() : [];
        Trial[] trials = [.. chosen.SelectMany(Plan)];
        var leftOut = chosen.Select(r => r.Name).Except(trials.Select(t => t.Rung.Name)).ToArray();
        var kind = encoders.Length > 0 ? "language model" : "model";
        const string HowToAdd = "Add one with --model FOLDER (Hugging Face), --model FILE.gguf or --model hf:ORG/NAME.";
        if (trials.Length == 0)
            throw new InputException(new InputError($"There is nothing to run: without a {kind} there is no {string.Join(", no ", leftOut)}.") { Remedy = HowToAdd });
        var unused = asked.Where(model => !trials.Any(trial => Uses(trial, model))).Select(model => model.Name).ToArray();
        return new TrialPlan(trials,
        [
            .. unable.Length > 0 ? [$"These rungs cannot solve {task.Kind} tasks and are left out: {string.Join(", ", unable)}."] : Array.Empty<string>(),
            .. leftOut.Length > 0 ? [$"Without a {kind} these rungs are left out: {string.Join(", ", leftOut)}. {HowToAdd}"] : Array.Empty<string>(),
            .. unused.Length > 0 ? [$"None of the rungs chosen uses the model {string.Join(", ", unused)}."] : Array.Empty<string>(),
            .. (byDefault ?? []).SelectMany(NoteOn),
        ]);

        IEnumerable<string> NoteOn(ModelReference model)
        {
            var users = trials.Where(trial => Uses(trial, model)).Select(trial => trial.Rung.Name).Distinct().ToArray();
            if (users.Length > 0) yield return $"{string.Join(", ", users)} {(users.Length == 1 ? "uses" : "use")} {model.Origin ?? model.Path} ({model.Name}), which comes with Fulcrum; leave it out with --no-builtin.";
        }

        static bool Uses(Trial trial, ModelReference model) => trial.Model == model.Path || trial.Encoder?.Path == model.Path;

        IEnumerable<Trial> Plan(RungDescription rung) =>
            !rung.NeedsModel ? WithEncoders(rung, null)
            : (rung.TakesEncoder ? distinct : languageModels).SelectMany(model => WithEncoders(rung, model));

        // The task's own encoder comes before those given beside it.
        IEnumerable<Trial> WithEncoders(RungDescription rung, ModelReference? model) =>
            rung.EncoderKey is not { } key || encoders.Length == 0 || Settings(rung).ContainsKey(key)
                ? [TrialOf(rung, model)]
                : encoders.Select(encoder => TrialOf(rung, model, encoder));

        JsonObject Settings(RungDescription rung) => task.Rungs.GetValueOrDefault(rung.Name) ?? [];

        Trial TrialOf(RungDescription rung, ModelReference? model, ModelReference? encoder = null)
        {
            var settings = Settings(rung).DeepClone().AsObject();
            if (encoder is not null) settings[rung.EncoderKey!] = encoder.Path;
            return new Trial
            {
                Id = TrialId.Create(rung.Name, model, settings, seed),
                Rung = rung,
                Model = model?.Path,
                ModelOrigin = model?.Origin,
                EncoderOrigin = encoder?.Origin,
                Settings = settings,
                Seed = seed,
                SplitSeed = splitSeed,
                ModelBytes = model is null ? null : ModelSize.Of(model.Path),
                Truncate = truncate,
                Device = device,
            };
        }
    }

    private static void RequireAble(RungDescription[] able, TaskDefinition task, IReadOnlyList<string> rungs)
    {
        InputError[] errors =
        [
            .. rungs.Except(able.Select(r => r.Name)).Select(rung => new InputError($"The rung `{rung}` cannot solve {task.Kind} tasks.")
            {
                Remedy = $"These can: {string.Join(", ", able.Select(r => r.Name))}.",
            }),
        ];
        if (errors.Length > 0) throw new InputException(errors);
    }

    private static ModelReference Absolute(ModelReference model) =>
        model.Origin is null ? new ModelReference(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model.Path))) : model;

    private static void Check(RungCatalog catalog, IReadOnlyList<string> rungs, IReadOnlyList<ModelReference> models)
    {
        var names = catalog.All.Select(r => r.Name).ToArray();
        InputError[] errors =
        [
            .. rungs.Where(r => !names.Contains(r)).Select(r =>
                new InputError($"There is no rung `{r}`.") { Remedy = NearestName.Remedy(r, names) }),
            .. models.Where(m => m.Origin is null && !Path.Exists(m.Path)).Select(m =>
                new InputError($"There is no model at `{m.Path}`.") { Remedy = "Give a folder with config.json, or a .gguf file." }),
            .. models.GroupBy(m => m.Name).Where(g => g.Count() > 1).Select(g =>
                new InputError($"Two models have the name `{g.Key}`.") { Remedy = "Rename one of them, or the report could not tell them apart." }),
        ];
        if (errors.Length > 0) throw new InputException(errors);
    }
}
