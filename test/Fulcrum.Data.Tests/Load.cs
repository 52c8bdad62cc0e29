using Fulcrum.Data.Labels;

namespace Fulcrum.Data.Tests;

/// <summary>Loads what a test wrote.</summary>
internal static class Load
{
    public static Task<Dataset> Path(string path, IReadOnlyList<string>? labels = null, bool? merge = null) =>
        Source(new DataSource { Path = path }, labels, merge: merge);

    public static Task<Dataset> Source(DataSource source, IReadOnlyList<string>? labels = null, string? baseFolder = null, bool? merge = null) =>
        DatasetLoader.LoadAsync(source, baseFolder ?? "/", new LabelRules(labels ?? [], merge), cancellationToken: TestContext.Current.CancellationToken);

    public static Task<Dataset> MultiLabel(DataSource source, string? baseFolder = null, IReadOnlyList<string>? labels = null, string? separator = null, bool? merge = null) =>
        DatasetLoader.LoadAsync(source, baseFolder ?? "/", new LabelRules(labels ?? [], merge) { Several = true, Separator = separator }, cancellationToken: TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<InputError>> ErrorsOf(DataSource source, IReadOnlyList<string>? labels = null, string? baseFolder = null) =>
        (await Assert.ThrowsAsync<InputException>(() => Source(source, labels, baseFolder))).Errors;

    public static Task<IReadOnlyList<InputError>> ErrorsOf(string path) => ErrorsOf(new DataSource { Path = path });
}
