package io.ejc.internal.discover;

import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import io.ejc.api.spi.MethodArguments;
import io.ejc.internal.model.MethodJobClass;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.modifier.FieldManifestation;
import net.bytebuddy.description.modifier.TypeManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.FieldAccessor;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.assign.TypeCasting;
import net.bytebuddy.implementation.bytecode.assign.primitive.PrimitiveBoxingDelegate;
import net.bytebuddy.implementation.bytecode.assign.primitive.PrimitiveUnboxingDelegate;
import net.bytebuddy.implementation.bytecode.constant.ClassConstant;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import net.bytebuddy.implementation.bytecode.member.FieldAccess;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.implementation.bytecode.member.MethodReturn;
import net.bytebuddy.implementation.bytecode.member.MethodVariableAccess;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.utility.AsmClassWriter;

/**
 * Writes the class that calls a method:
 *
 * <pre>{@code
 * public final class Orders#settle implements SimpleJob {
 *   private final MethodArguments arguments;
 *   private final Orders holder; // unless the method is static
 *
 *   public Orders#settle(MethodArguments arguments, Orders holder) { ... }
 *
 *   public void execute(ShardingContext context) throws Exception {
 *     holder.settle(context, (LocalDate) arguments.jobParameter(context, "day", LocalDate.class));
 *   }
 * }
 * }</pre>
 *
 * <p>It does nothing else, so that there is nothing in it to debug. Its bytes depend on the
 * method's signature and this library's version alone.
 */
final class MethodJobWriter {

  private static final String ARGUMENTS = "arguments";
  private static final String HOLDER = "holder";
  private static final StackManipulation CONTEXT = MethodVariableAccess.REFERENCE.loadFrom(1);
  private static final MethodDescription GET_ITEM =
      declared(ShardingContext.class, "getShardingItem");

  private final MethodDescription.InDefinedShape method;
  private final List<MethodParameter> parameters;

  MethodJobWriter(MethodDescription.InDefinedShape method, List<MethodParameter> parameters) {
    this.method = method;
    this.parameters = parameters;
  }

  /** The class as the agent gets it. */
  byte[] write(MethodJobClass name) {
    DynamicType.Builder<?> type =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            // no Java source could say this name, which is why it is taken
            .with(TypeValidation.DISABLED)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            // newer JDKs have a writer of their own, whose bytes may be others
            .with(AsmClassWriter.Factory.Default.ASM_ONLY)
            .subclass(Object.class, ConstructorStrategy.Default.NO_CONSTRUCTORS)
            .name(name.toString())
            .modifiers(Visibility.PUBLIC, TypeManifestation.FINAL)
            .implement(SimpleJob.class)
            .defineField(
                ARGUMENTS, MethodArguments.class, Visibility.PRIVATE, FieldManifestation.FINAL);
    try (DynamicType.Unloaded<?> made = withExecute(withConstructor(type)).make()) {
      return made.getBytes();
    }
  }

  private DynamicType.Builder<?> withConstructor(DynamicType.Builder<?> type) {
    MethodCall.WithoutSpecifiedTarget callSuper =
        MethodCall.invoke(declared(Object.class, MethodDescription.CONSTRUCTOR_INTERNAL_NAME));
    Implementation.Composable setArguments = FieldAccessor.ofField(ARGUMENTS).setsArgumentAt(0);
    if (method.isStatic()) {
      return type.defineConstructor(Visibility.PUBLIC)
          .withParameters(MethodArguments.class)
          .intercept(callSuper.andThen(setArguments));
    }
    TypeDescription holder = method.getDeclaringType();
    return type.defineField(HOLDER, holder, Visibility.PRIVATE, FieldManifestation.FINAL)
        .defineConstructor(Visibility.PUBLIC)
        .withParameters(TypeDescription.ForLoadedType.of(MethodArguments.class), holder)
        .intercept(
            callSuper
                .andThen(setArguments)
                .andThen(FieldAccessor.ofField(HOLDER).setsArgumentAt(1)));
  }

  private DynamicType.Builder<?> withExecute(DynamicType.Builder<?> type) {
    return type.defineMethod("execute", void.class, Visibility.PUBLIC)
        .withParameters(ShardingContext.class)
        .throwing(Exception.class)
        .intercept(
            Implementation.Simple.of((target, execute) -> call(target.getInstrumentedType())));
  }

  private StackManipulation call(TypeDescription self) {
    List<StackManipulation> steps = new ArrayList<>();
    if (!method.isStatic()) {
      steps.add(field(self, HOLDER));
    }
    parameters.forEach(parameter -> steps.add(argument(self, parameter)));
    steps.add(MethodInvocation.invoke(method));
    steps.add(MethodReturn.VOID);
    return new StackManipulation.Compound(steps);
  }

  private static StackManipulation argument(TypeDescription self, MethodParameter parameter) {
    return switch (parameter.source()) {
      case CONTEXT -> CONTEXT;
      case ITEM -> item(parameter.type());
      case SHARDING_PARAMETER -> converted(self, parameter, "shardingParameter");
      case JOB_PARAMETER -> converted(self, parameter, "jobParameter");
    };
  }

  private static StackManipulation item(TypeDescription type) {
    StackManipulation item =
        new StackManipulation.Compound(CONTEXT, MethodInvocation.invoke(GET_ITEM));
    return type.isPrimitive()
        ? item
        : new StackManipulation.Compound(
            item,
            PrimitiveBoxingDelegate.INTEGER.assignBoxedTo(
                type.asGenericType(), Assigner.DEFAULT, Assigner.Typing.STATIC));
  }

  private static StackManipulation converted(
      TypeDescription self, MethodParameter parameter, String by) {
    TypeDescription type = parameter.type();
    StackManipulation cast =
        type.isPrimitive()
            ? new StackManipulation.Compound(
                TypeCasting.to(type.asBoxed()), PrimitiveUnboxingDelegate.forPrimitive(type))
            : TypeCasting.to(type);
    return new StackManipulation.Compound(
        field(self, ARGUMENTS),
        CONTEXT,
        new TextConstant(parameter.label()),
        ClassConstant.of(type),
        MethodInvocation.invoke(declared(MethodArguments.class, by)),
        cast);
  }

  private static StackManipulation field(TypeDescription self, String name) {
    return new StackManipulation.Compound(
        MethodVariableAccess.loadThis(),
        FieldAccess.forField(self.getDeclaredFields().filter(ElementMatchers.named(name)).getOnly())
            .read());
  }

  private static MethodDescription.InDefinedShape declared(Class<?> type, String method) {
    return TypeDescription.ForLoadedType.of(type).getDeclaredMethods().stream()
        .filter(candidate -> candidate.getInternalName().equals(method))
        .findFirst()
        .orElseThrow();
  }
}
