using System.Reflection;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>One rule for everything that was disposed of: what would act throws, what ends may be called again, what is known can still be read.</summary>
internal abstract class DisposalContract
{
    /// <summary>The packages whose types must be among what is opened.</summary>
    protected abstract IReadOnlyList<Assembly> Packages { get; }

    /// <summary>What ends something may be called again and does nothing then; what only tells of bytes or of the past goes on working.</summary>
    protected abstract IReadOnlySet<string> AlwaysAllowed { get; }

    /// <summary>Methods whose arguments cannot be made here; they are looked at first, and refused.</summary>
    protected abstract IReadOnlySet<string> CheckedFirst { get; }

    /// <summary>Opens one of everything.</summary>
    protected abstract Task<IEveryDisposable> OpenAsync(CancellationToken token);

    [Test, CancelAfter(120_000)]
    public async Task Whatever_was_disposed_of_says_so_from_every_member(CancellationToken token)
    {
        var wrong = new List<string>();
        IEveryDisposable every = await OpenAsync(token);
        await every.DisposeAsync();

        foreach (object one in every.All)
            wrong.AddRange(await WrongMembersAsync(one, token));

        Assert.That(wrong, Is.Empty, string.Join(Environment.NewLine, wrong));
    }

    [Test, CancelAfter(120_000)]
    public async Task Disposing_again_does_nothing(CancellationToken token)
    {
        IEveryDisposable every = await OpenAsync(token);
        await every.DisposeAsync();

        Assert.That(async () => await every.DisposeAsync(), Throws.Nothing);
    }

    [Test, CancelAfter(120_000)]
    public async Task Every_type_that_can_be_disposed_of_is_looked_at(CancellationToken token)
    {
        await using IEveryDisposable every = await OpenAsync(token);
        IEnumerable<string> looked = every.All.Select(static one => one.GetType()).Select(static type => type.IsPublic ? type.Name : type.BaseType!.Name);
        IEnumerable<string> disposable = Packages
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type is { IsClass: true, IsAbstract: false } && (typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type)))
            .Select(static type => type.Name);

        Assert.That(disposable.Except(looked, StringComparer.Ordinal), Is.Empty);
    }

    private async Task<IReadOnlyList<string>> WrongMembersAsync(object disposed, CancellationToken token)
    {
        Type expected = disposed is DatagramConnection ? typeof(SpinnakerConnectionClosedException) : typeof(ObjectDisposedException);
        var wrong = new List<string>();
        foreach (MethodInfo method in PublicMembers.MethodsOf(disposed.GetType()).Where(method => !AlwaysAllowed.Contains(method.Name)))
        {
            Exception? error = await PublicMembers.CallAsync(disposed, method, PublicMembers.ArgumentsFor(method, token));
            bool namesInternals = error is ObjectDisposedException { ObjectName: var name } && !name.StartsWith("SpiNNMan.", StringComparison.Ordinal);
            bool lacksArgument = CheckedFirst.Contains(method.Name) && (error is ArgumentNullException or InvalidParameterException);
            if (!lacksArgument && (!expected.IsInstanceOfType(error) || namesInternals))
                wrong.Add($"{PublicMembers.Describe(method)}: {(error is null ? "went through" : $"{error.GetType().Name}: {error.Message}")}");
        }

        return wrong;
    }
}
