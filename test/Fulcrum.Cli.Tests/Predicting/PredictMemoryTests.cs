using System.Globalization;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>Memory does not grow with the file.</summary>
public sealed class PredictMemoryTests(GoodsRun goods) : IClassFixture<GoodsRun>, IDisposable
{
    private const long FileBytes = 200_000_000;
    private const long MostBytes = 300_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_hundred_megabytes_are_answered_in_flat_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        WriteFile();

        using var predict = FulcrumProcess.Start(_folder.Path, "predict", goods.Run, "large.csv", "-o", "out.csv");
        var peak = 0L;
        var ended = predict.WaitAsync();
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(predict.Id));
            await Task.WhenAny(ended, Task.Delay(50, TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, (await ended).ExitCode);
        Assert.True(new FileInfo(Path.Combine(_folder.Path, "out.csv")).Length > FileBytes);
        Assert.InRange(peak, 1, MostBytes);
    }

    private void WriteFile()
    {
        using var file = new StreamWriter(Path.Combine(_folder.Path, "large.csv"));
        var text = string.Concat(Enumerable.Repeat("apple pear plum hammer saw ", 40));
        file.Write("id,text\n");
        for (var (row, written) = (0, 0L); written < FileBytes; row++, written += text.Length)
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{row},{text}\n"));
    }

    /// <summary>The peak of resident memory so far; 0 where the process is gone.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line["VmHWM:".Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
