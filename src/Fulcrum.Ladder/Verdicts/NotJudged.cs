namespace Fulcrum.Ladder.Verdicts;

/// <summary>A trial that got no fair chance: it is neither recommended nor beaten, and stands outside every comparison.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="Reason">Why, as the end of a sentence: <c>2.3 % of its training was done</c>.</param>
/// <param name="Price">What judging it would cost, as a sentence without its subject: <c>all of its training takes about 50 min</c>; <see langword="null"/> where that is not known.</param>
public sealed record NotJudged(string Trial, string Reason, string? Price);
