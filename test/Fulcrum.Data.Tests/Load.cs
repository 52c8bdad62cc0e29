
namespace Fulcrum.Data.Tests;

/// <summary>Loads what a test wrote.</summary>
internal static class Load
{
    public static Task<Dataset> Path(string path, IReadOnlyList<string>? labels = null) =>
        Source(new DataSource { Path = path }, labels);

    public static Task<Dataset> Source(DataSource source, IReadOnlyList<string>? labels = null, string? baseFolder = null) =>
        DatasetLoader.LoadAsync(source, baseFolder ?? "/", labels, cancellationToken: TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<InputError>> ErrorsOf(DataSource source, IReadOnlyList<string>? labels = null, string? baseFolder = null) =>
        (await Assert.ThrowsAsync<InputException>(() => Source(source, labels, baseFolder))).Errors;

    public static Task<IReadOnlyList<InputError>> ErrorsOf(string path) => ErrorsOf(new DataSource { Path = path });
}
