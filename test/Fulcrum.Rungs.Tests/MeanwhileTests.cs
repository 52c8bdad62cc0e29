namespace Fulcrum.Rungs.Tests;

public sealed class MeanwhileTests
{
    [Fact]
    public void What_is_taken_is_kept()
    {
        using var made = new Made();

        using (var meanwhile = new Meanwhile<Made>(() => made)) Assert.Same(made, meanwhile.Take());

        Assert.False(made.IsDisposed);
    }

    [Fact]
    public void What_nobody_takes_is_let_go_once_it_is_made()
    {
        var made = new Made();
        using var begun = new ManualResetEventSlim();
        var meanwhile = new Meanwhile<Made>(() =>
        {
            begun.Wait();
            return made;
        });

        begun.Set();
        meanwhile.Dispose();

        Assert.True(made.IsDisposed);
    }

    [Fact]
    public void What_went_wrong_is_thrown_where_it_is_taken()
    {
        using var meanwhile = new Meanwhile<Made>(() => throw new InvalidDataException("damaged"));

        Assert.Equal("damaged", Assert.Throws<InvalidDataException>(meanwhile.Take).Message);
    }

    private sealed class Made : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
