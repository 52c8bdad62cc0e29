namespace Fulcrum.Data.Perturbations;

/// <summary>
/// A change to a text that leaves its label as it is: what a classifier should not mind (the invariance test of CheckList, Ribeiro et
/// al. 2020, ACL; the transformations of TextFlint, Wang et al. 2021, ACL).
/// </summary>
public interface IPerturbation
{
    /// <summary>How logs and reports call it, e.g. <c>typos</c>; part of the ids of copies.</summary>
    string Name { get; }

    /// <summary>
    /// The changed text; the same text where it has nothing that can be changed. Characters of more than one code unit (emoji, letters
    /// with combining marks) stay whole.
    /// </summary>
    /// <param name="text">Valid UTF-16.</param>
    /// <param name="random">All that is random.</param>
    string Apply(string text, Random random);
}
