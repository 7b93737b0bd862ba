using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>Registers SpiNNaker machines and listeners for live data.</summary>
public static class SpinnakerServiceCollectionExtensions
{
    private const string Binding = "The configuration binder uses reflection. Programs that are trimmed or compiled ahead of time configure by code.";

    /// <summary>Registers a machine: inject a <see cref="TransceiverProvider"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options. Without it they come from <c>services.Configure&lt;TransceiverOptions&gt;</c>.</param>
    /// <returns>The same services.</returns>
    /// <remarks>The options are checked when the host starts; the machine is opened when it is first asked for. The log is the host's, and the clock is the <see cref="TimeProvider"/> among the services, unless the options name others.</remarks>
    public static IServiceCollection AddSpinnaker(this IServiceCollection services, Action<TransceiverOptions>? configure = null)
    {
        Configure(AddMachine(services, key: null), configure);
        return services;
    }

    /// <summary>Registers a machine with options from a configuration: inject a <see cref="TransceiverProvider"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options. A name in it that does not exist is an error.</param>
    /// <inheritdoc cref="AddSpinnaker(IServiceCollection, Action{TransceiverOptions}?)"/>
    [RequiresUnreferencedCode(Binding)]
    [RequiresDynamicCode(Binding)]
    public static IServiceCollection AddSpinnaker(this IServiceCollection services, IConfiguration configuration)
    {
        Bind(AddMachine(services, key: null), configuration);
        return services;
    }

    /// <summary>Registers one of several machines: inject a <see cref="TransceiverProvider"/> with <c>[FromKeyedServices(key)]</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The name of the machine in this program, and of its options.</param>
    /// <param name="configure">Sets the options. Without it they come from <c>services.Configure&lt;TransceiverOptions&gt;(key, ...)</c>.</param>
    /// <inheritdoc cref="AddSpinnaker(IServiceCollection, Action{TransceiverOptions}?)"/>
    public static IServiceCollection AddKeyedSpinnaker(this IServiceCollection services, string key, Action<TransceiverOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Configure(AddMachine(services, key), configure);
        return services;
    }

    /// <summary>Registers one of several machines with options from a configuration: inject a <see cref="TransceiverProvider"/> with <c>[FromKeyedServices(key)]</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The name of the machine in this program, and of its options.</param>
    /// <param name="configuration">The section with the options. A name in it that does not exist is an error.</param>
    /// <inheritdoc cref="AddSpinnaker(IServiceCollection, Action{TransceiverOptions}?)"/>
    [RequiresUnreferencedCode(Binding)]
    [RequiresDynamicCode(Binding)]
    public static IServiceCollection AddKeyedSpinnaker(this IServiceCollection services, string key, IConfiguration configuration)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Bind(AddMachine(services, key), configuration);
        return services;
    }

    /// <summary>Registers a hosted service that listens for the runs of a tool chain, and hands each to a handler.</summary>
    /// <typeparam name="THandler">The handler. Each run gets a new one, in a scope of its own.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options. Without it they come from <c>services.Configure&lt;LiveOptions&gt;</c>.</param>
    /// <returns>The same services.</returns>
    /// <remarks>The host does not start if the port is taken. A handler that throws is logged, and the listener goes on. Several listeners need options with different ports: use the overload with a name.</remarks>
    public static IServiceCollection AddSpinnakerLive<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this IServiceCollection services, Action<LiveOptions>? configure = null)
        where THandler : class, ILiveRunHandler
        => services.AddSpinnakerLive<THandler>(Options.DefaultName, configure);

    /// <summary>Registers a hosted service that listens for the runs of a tool chain, and hands each to a handler.</summary>
    /// <typeparam name="THandler">The handler. Each run gets a new one, in a scope of its own.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the options.</param>
    /// <param name="configure">Sets the options. Without it they come from <c>services.Configure&lt;LiveOptions&gt;(name, ...)</c>.</param>
    /// <inheritdoc cref="AddSpinnakerLive{THandler}(IServiceCollection, Action{LiveOptions}?)"/>
    public static IServiceCollection AddSpinnakerLive<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this IServiceCollection services, string name, Action<LiveOptions>? configure = null)
        where THandler : class, ILiveRunHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        OptionsBuilder<LiveOptions> options = services.AddOptions<LiveOptions>(name).PostConfigure<IServiceProvider>(static (live, provider) => TakeFromHost(live.Connection, provider)).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddScoped<THandler>();
        services.AddSingleton<IHostedService>(provider => new LiveListener<THandler>(
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<IOptionsMonitor<LiveOptions>>(), name, provider.GetRequiredService<ILogger<LiveListener<THandler>>>()));
        return services;
    }

    private static OptionsBuilder<TransceiverOptions> AddMachine(IServiceCollection services, string? key)
    {
        ArgumentNullException.ThrowIfNull(services);
        string name = key ?? Options.DefaultName;
        if (key is null)
            services.TryAddSingleton(provider => new TransceiverProvider(provider.GetRequiredService<IOptionsMonitor<TransceiverOptions>>(), name));
        else
            services.TryAddKeyedSingleton(key, (provider, _) => new TransceiverProvider(provider.GetRequiredService<IOptionsMonitor<TransceiverOptions>>(), name));

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TransceiverOptions>, TransceiverOptionsValidator>());
        return services.AddOptions<TransceiverOptions>(name)
            .PostConfigure<IServiceProvider>(static (options, provider) => TakeFromHost(options.Connection, provider))
            .ValidateOnStart();
    }

    private static void Configure(OptionsBuilder<TransceiverOptions> builder, Action<TransceiverOptions>? configure)
    {
        if (configure is not null)
            builder.Configure(configure);
    }

    [RequiresUnreferencedCode(Binding)]
    [RequiresDynamicCode(Binding)]
    private static void Bind(OptionsBuilder<TransceiverOptions> builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        builder.Bind(configuration, static binder => binder.ErrorOnUnknownConfiguration = true);
    }

    private static void TakeFromHost(ConnectionOptions connection, IServiceProvider provider)
    {
        if (connection.LoggerFactory is NullLoggerFactory && provider.GetService<ILoggerFactory>() is { } log)
            connection.LoggerFactory = log;
        if (connection.TimeProvider == TimeProvider.System && provider.GetService<TimeProvider>() is { } time)
            connection.TimeProvider = time;
    }
}
