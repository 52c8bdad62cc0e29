namespace Fulcrum.Models.Scoring;

/// <summary>What one prompt gives its continuations.</summary>
/// <param name="Index">The position of the prompt among all, from 0.</param>
/// <param name="LogProbabilities">Per continuation the log-probability (nats) of its tokens after the prompt, summed.</param>
/// <param name="Milliseconds">Its share of the batch's time.</param>
public sealed record ScoredPrompt(int Index, double[] LogProbabilities, double Milliseconds);
