using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Ladder.Trials;

/// <summary>Turns what was asked for into trials.</summary>
public static class TrialPlanner
{
    /// <summary>Plans one trial per rung, and per model for the rungs that need one.</summary>
    /// <param name="task">The task, for its settings per rung.</param>
    /// <param name="rungs">Names of rungs; empty: all.</param>
    /// <param name="models">Model folders or <c>.gguf</c> files.</param>
    /// <param name="seed">Seed of every trial.</param>
    /// <param name="budgetSeconds">Wall-clock seconds that each trial may take.</param>
    /// <param name="truncate">Which part of a text is kept that is too long for a model; <see langword="null"/>: it is an error.</param>
    /// <exception cref="InputException">Unknown rungs, missing models, two models of one name, or nothing left to run.</exception>
    public static TrialPlan Create(
        TaskDefinition task, IReadOnlyList<string> rungs, IReadOnlyList<string> models, int seed, double? budgetSeconds = null, KeptPart? truncate = null)
    {
        var paths = models.Select(m => Path.TrimEndingDirectorySeparator(Path.GetFullPath(m))).Distinct().ToArray();
        Check(rungs, paths);
        var chosen = RungCatalogue.All.Where(r => rungs.Count == 0 || rungs.Contains(r.Name)).ToArray();
        Trial[] trials = [.. chosen.SelectMany(r => r.NeedsModel ? paths.Select(m => Plan(r, m)) : [Plan(r, null)])];
        var leftOut = paths.Length > 0 ? [] : chosen.Where(r => r.NeedsModel).Select(r => r.Name).ToArray();
        var note = $"Without a model these rungs are left out: {string.Join(", ", leftOut)}. "
            + "Add one with --model FOLDER (Hugging Face) or --model FILE.gguf.";
        if (trials.Length == 0) throw new InputException(new InputError(note));
        return new TrialPlan(trials, leftOut.Length > 0 ? [note] : []);

        Trial Plan(RungDescription rung, string? model)
        {
            var settings = task.Rungs.GetValueOrDefault(rung.Name) ?? [];
            return new Trial
            {
                Id = TrialId.Create(rung.Name, model, settings, seed),
                Rung = rung.Name,
                Model = model,
                Settings = settings.DeepClone().AsObject(),
                Seed = seed,
                BudgetSeconds = budgetSeconds,
                Truncate = truncate,
            };
        }
    }

    private static void Check(IReadOnlyList<string> rungs, IReadOnlyList<string> models)
    {
        var names = RungCatalogue.All.Select(r => r.Name).ToArray();
        InputError[] errors =
        [
            .. rungs.Where(r => !names.Contains(r)).Select(r =>
                new InputError($"There is no rung `{r}`.") { Remedy = NearestName.Remedy(r, names) }),
            .. models.Where(m => !Path.Exists(m)).Select(m =>
                new InputError($"There is no model at `{m}`.") { Remedy = "Give a folder with config.json, or a .gguf file." }),
            .. models.GroupBy(Trial.NameOf).Where(g => g.Count() > 1).Select(g =>
                new InputError($"Two models have the name `{g.Key}`.") { Remedy = "Rename one of them, or the report could not tell them apart." }),
        ];
        if (errors.Length > 0) throw new InputException(errors);
    }
}
