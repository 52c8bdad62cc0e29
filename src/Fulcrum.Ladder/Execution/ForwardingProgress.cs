namespace Fulcrum.Ladder.Execution;

/// <summary>Passes progress on at once. <see cref="Progress{T}"/> would post it to the thread pool and could deliver it after the result.</summary>
/// <param name="report">Where it goes.</param>
public sealed class ForwardingProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
