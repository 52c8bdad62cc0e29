using Fulcrum.Data.Perturbations;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Ladder.Reports;

/// <summary>A test row before and after a perturbation, to be looked at.</summary>
/// <param name="Perturbation">The perturbation's name.</param>
/// <param name="Original">The text of the test row.</param>
/// <param name="Perturbed">The text of its copy.</param>
public sealed record PerturbedTexts(string Perturbation, string Original, string Perturbed)
{
    /// <summary>Of each perturbation the shortest text that is long enough to show it, else the longest.</summary>
    private const int LongEnough = 40;

    /// <summary>One pair of each perturbation that the split has, in the order of <see cref="Perturber.Names"/>.</summary>
    internal static IReadOnlyList<PerturbedTexts> Of(DataSplit split)
    {
        var originals = split.Test.ToDictionary(example => example.Id);
        return
        [
            .. from name in Perturber.Names
               let copies = split.Perturbed.Where(copy => copy.Copy!.Perturbation == name).ToArray()
               where copies.Length > 0
               let shown = copies.Where(copy => copy.Text.Length >= LongEnough).MinBy(copy => copy.Text.Length) ?? copies.MaxBy(copy => copy.Text.Length)!
               select new PerturbedTexts(name, originals[shown.Copy!.Of].Text, shown.Text),
        ];
    }
}
