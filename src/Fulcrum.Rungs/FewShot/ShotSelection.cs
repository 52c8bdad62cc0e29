using Fulcrum.Data;

namespace Fulcrum.Rungs.FewShot;

/// <summary>Draws examples for a prompt.</summary>
internal static class ShotSelection
{
    /// <summary>
    /// Draws examples, as many of each label as can be, in random order: models lean towards the label that is frequent or
    /// last in the prompt (Zhao et al. 2021, arXiv:2102.09690). The shorter half of a label's texts comes first.
    /// </summary>
    /// <param name="train">What to draw from.</param>
    /// <param name="count">How many; fewer where train has fewer.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static Example[] Draw(IReadOnlyList<Example> train, int count, int seed)
    {
        var random = new Random(seed);
        Queue<Example>[] labels = [.. train.GroupBy(example => example.Labels).OrderBy(label => label.Key.ToString(), StringComparer.Ordinal).Select(label => Shuffle([.. label], random))];
        random.Shuffle(labels);
        var drawn = new List<Example>();
        while (drawn.Count < count && labels.Any(label => label.Count > 0))
        {
            foreach (var label in labels.Where(label => label.Count > 0).Take(count - drawn.Count)) drawn.Add(label.Dequeue());
        }

        var shots = drawn.ToArray();
        random.Shuffle(shots);
        return shots;
    }

    private static Queue<Example> Shuffle(Example[] examples, Random random)
    {
        random.Shuffle(examples);
        var median = examples.Select(example => example.Text.Length).Order().ElementAt(examples.Length / 2);
        return new Queue<Example>(examples.OrderBy(example => example.Text.Length > median));
    }
}
