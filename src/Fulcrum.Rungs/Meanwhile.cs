namespace Fulcrum.Rungs;

/// <summary>Something that another thread makes while this one does something else; let go unless it is taken.</summary>
/// <param name="make">Makes it.</param>
internal sealed class Meanwhile<T>(Func<T> make) : IDisposable
    where T : IDisposable
{
    private readonly Task<T> _making = Task.Run(make);
    private bool _isTaken;

    /// <summary>What was made, as soon as it is; it belongs to the caller. Throws what making it threw.</summary>
    public T Take()
    {
        var made = _making.GetAwaiter().GetResult();
        _isTaken = true;
        return made;
    }

    /// <summary>Waits until nothing is made any more.</summary>
    public void Dispose()
    {
        if (_isTaken) return;
        Task.WaitAny(_making);
        if (_making.IsCompletedSuccessfully) _making.Result.Dispose();
    }
}
