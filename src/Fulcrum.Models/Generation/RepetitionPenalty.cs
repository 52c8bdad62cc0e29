namespace Fulcrum.Models.Generation;

/// <summary>Makes tokens less probable that stood before (CTRL, arXiv:1909.05858); those of the prompt count, as in Hugging Face transformers.</summary>
internal sealed class RepetitionPenalty(double penalty, IEnumerable<int> prompt)
{
    private readonly HashSet<int> _seen = [.. prompt];

    /// <summary>Changes the logits of the tokens seen.</summary>
    public void Apply(Span<float> logits)
    {
        foreach (var token in _seen) logits[token] = (float)(logits[token] < 0 ? logits[token] * penalty : logits[token] / penalty);
    }

    /// <summary>Counts a token as seen from now on.</summary>
    public void Add(int token) => _seen.Add(token);
}
